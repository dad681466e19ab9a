import { clients } from './connections';
import type { Drawing } from './drawing';
import { serviceOf } from './network';
import type { GraphResource, StackGraph } from './stack-graph';
import { routesOf, routeTablesOf, subnetsIn } from './subnet-graph';
import { frameOfSubnets, framesOf } from './subnets';
import { vpcGroupOf } from './vpcs';

/** A frame of AWS services that tasks use. */
export interface Destination {
  /** The id of the frame. */
  readonly group: string;
  /** Whether the traffic to these services uses a gateway endpoint. Without one, it uses the route to the internet. */
  readonly hasEndpoint: boolean;
}

/** Draws the arrows from the tasks of a service to a frame of AWS services, through the gateways of the subnets. */
export function drawEgress(drawing: Drawing, service: GraphResource, { group, hasEndpoint }: Destination): void {
  const { graph } = drawing;
  const subnets = subnetsIn(graph, service.block.network_configuration);
  const gatewayOf = (subnet: string | undefined) =>
    hasEndpoint || subnet === undefined ? undefined : natOf(graph, subnet);
  const frame = frameOfSubnets(drawing, subnets);
  const isShared = subnets.length > 1 || graph.of('aws_ecs_service').length > 1;
  const gateways = new Set(subnets.map((subnet) => boxOf(drawing, gatewayOf(subnet))));
  if (isShared && frame !== undefined && gateways.size === 1) {
    // A single arrow from the frame stands for all tasks in it.
    drawPath(drawing, { from: frame, gateway: gatewayOf(subnets[0]), group });
    return;
  }
  for (const id of drawing.idsOf(service)) {
    const isAround = (frame: string) => id === `${service.address} ${frame}`;
    const subnet = subnets.find((one) => framesOf(drawing, [one]).some(isAround));
    drawPath(drawing, { from: id, gateway: gatewayOf(subnet), group });
  }
}

function boxOf(drawing: Drawing, gateway: GraphResource | undefined): string | undefined {
  return gateway && drawing.idsOf(gateway)[0];
}

/** A path from tasks to a frame of AWS services. */
interface Path {
  readonly from: string;
  /** The NAT gateway on the path; undefined if there is none. */
  readonly gateway: GraphResource | undefined;
  readonly group: string;
}

function drawPath(drawing: Drawing, { from, gateway, group }: Path): void {
  const stations = [from, boxOf(drawing, gateway), exitOf(drawing, gateway), group].filter((id) => id !== undefined);
  for (const [index, station] of stations.slice(1).entries()) {
    // Only an arrow to a gateway gets a label. If the other arrows had labels, ELK would not place the frames of all
    // services side by side.
    const label = index === 0 && stations.length > 2 ? { label: 'HTTPS 443' } : {};
    drawing.edge({ from: stations[index] ?? from, to: station, ...label });
  }
}

/**
 * Returns the id of the internet gateway's box behind a NAT gateway.
 * If clients already arrive at the internet gateway, the internet gateway gets a second box, because an arrow back to
 * the first box would cross the whole picture.
 */
function exitOf(drawing: Drawing, gateway: GraphResource | undefined): string | undefined {
  const [exit] = gateway ? drawing.graph.of('aws_internet_gateway') : [];
  if (exit === undefined || !drawing.hasEdge(clients, exit.address)) return exit?.address;
  const text = { title: 'Internet gateway', lines: ['the same as above'], group: vpcGroupOf(drawing, exit.block) };
  return drawing.node({ id: `${exit.address} exit`, kind: 'network', ...text }, exit);
}

/** Returns the gateway endpoint for an AWS service, if the route tables of all these subnets use it. */
export function endpointFor(graph: StackGraph, service: string, subnets: readonly string[]): GraphResource | undefined {
  return graph.of('aws_vpc_endpoint').find(({ block }) => {
    const tables = graph.referencesIn(block.route_table_ids);
    const isRouted = subnets.every((subnet) => routeTablesOf(graph, subnet).some((table) => tables.includes(table)));
    return isRouted && serviceOf(graph.text(block.service_name)) === service;
  });
}

function natOf(graph: StackGraph, subnet: string): GraphResource | undefined {
  const route = routesOf(graph, subnet).find(({ block }) => 'nat_gateway_id' in block);
  return route && graph.referenced(route.block.nat_gateway_id, 'aws_nat_gateway');
}
