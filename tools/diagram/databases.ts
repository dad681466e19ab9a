import type { Drawing } from './drawing';
import { frameOfSubnets, subnetsIn, vpcGroupOf } from './network';

/** Draws the databases in the frame of their subnets. */
export function drawDatabases(drawing: Drawing): void {
  const { graph } = drawing;
  for (const database of graph.of('aws_db_instance')) {
    const { block } = database;
    const group = graph.referenced(block.db_subnet_group_name, 'aws_db_subnet_group');
    const title = block.engine === 'postgres' ? 'RDS for PostgreSQL' : `RDS for ${graph.text(block.engine)}`;
    const size = `${graph.text(block.instance_class)}, ${graph.text(block.allocated_storage)} GiB`;
    const zones = block.multi_az === true ? 'standby in another zone' : 'in one of these subnets';
    const lines = [graph.text(block.identifier), size, zones];
    const subnets = subnetsIn(graph, group?.block.subnet_ids);
    const parent = frameOfSubnets(drawing, subnets) ?? vpcGroupOf(drawing, group?.block ?? block);
    drawing.node({ id: database.address, kind: 'store', title, lines, group: parent }, database);
  }
}
