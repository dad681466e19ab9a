import type { GraphResource, StackGraph } from './stack-graph';

/** Returns the letter of a subnet's zone; an empty string if the zone is unknown. */
export function zoneOf(graph: StackGraph, subnet: GraphResource | undefined): string {
  return graph.text(subnet?.block.availability_zone).slice(-1);
}

/** Returns the addresses of the subnets to which arguments refer. */
export function subnetsIn(graph: StackGraph, arguments_: unknown): readonly string[] {
  return graph.referencesIn(arguments_).filter((address) => /^(data\.aws_subnets?|aws_subnet)\./.test(address));
}

/** Returns the routes in the route tables of a subnet. */
export function routesOf(graph: StackGraph, subnet: string): readonly GraphResource[] {
  const tables = routeTablesOf(graph, subnet);
  return graph
    .of('aws_route')
    .filter(({ block }) => graph.referencesIn(block.route_table_id).some((one) => tables.includes(one)));
}

/** Returns the addresses of the route tables of a subnet. */
export function routeTablesOf(graph: StackGraph, subnet: string): readonly string[] {
  return graph
    .of('aws_route_table_association')
    .filter(({ block }) => graph.referencesIn(block.subnet_id).includes(subnet))
    .flatMap(({ block }) => graph.referencesIn(block.route_table_id));
}
