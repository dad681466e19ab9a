import type { Drawing } from './drawing';
import type { GraphResource, StackGraph } from './stack-graph';
import { subnetsIn } from './subnet-graph';
import { frameOfSubnets } from './subnets';
import { vpcGroupOf } from './vpcs';

/** Draws a box for each database in the frame of its subnets. */
export function drawDatabases(drawing: Drawing): void {
  const { graph } = drawing;
  for (const database of graph.of('aws_db_instance')) {
    const source = sourceOf(graph, database);
    // If a replica does not set an argument, the argument of its source applies.
    const block = { ...source?.block, ...database.block };
    const engine = graph.text(block.engine);
    const title = engine === '' ? 'RDS database' : `RDS for ${engine === 'postgres' ? 'PostgreSQL' : engine}`;
    const size = [
      graph.text(block.instance_class),
      block.allocated_storage && `${graph.text(block.allocated_storage)} GiB`,
    ];
    const group = graph.referenced(block.db_subnet_group_name, 'aws_db_subnet_group');
    const frame = frameOfSubnets(drawing, subnetsIn(graph, group?.block.subnet_ids));
    const lines = [
      graph.text(database.block.identifier),
      source ? `read replica of ${graph.text(source.block.identifier)}` : '',
      size.filter(Boolean).join(', '),
      database.block.multi_az === true ? 'standby in another zone' : frame && 'in one of these subnets',
    ].filter((line) => line !== undefined);
    const parent = frame ?? vpcGroupOf(drawing, group?.block ?? block);
    drawing.node({ id: database.address, kind: 'store', title, lines, group: parent }, database);
  }
}

/** Returns the database that a replica copies; undefined for a database that is not a replica. */
function sourceOf(graph: StackGraph, { address, block }: GraphResource): GraphResource | undefined {
  const source = graph.referenced(block.replicate_source_db, 'aws_db_instance');
  return source?.address === address ? undefined : source;
}
