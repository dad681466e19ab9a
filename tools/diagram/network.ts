import type { Drawing } from './drawing';
import type { GraphResource, StackGraph } from './stack-graph';

/** The frame of everything in the region of the stack. */
export const regionGroup = 'region';

/** Draws VPCs, zones and subnets, and the gateways in them. */
export function drawNetwork(drawing: Drawing): void {
  const { graph } = drawing;
  for (const vpc of graph.of('aws_vpc')) {
    const title = `VPC ${graph.text(vpc.block.cidr_block)}`;
    drawing.group({ id: vpc.address, kind: 'vpc', title, parent: regionGroup }, vpc);
  }
  for (const { address } of graph.of('data.aws_vpcs')) {
    drawing.group({ id: address, kind: 'vpc', title: 'Default VPC', parent: regionGroup });
  }
  for (const subnet of graph.of('aws_subnet')) drawSubnet(drawing, subnet);
  for (const { address, block } of graph.of('data.aws_subnets')) {
    const parent = vpcGroupOf(drawing, block);
    drawing.group({ id: address, kind: 'subnet', title: 'Default subnet of each zone', parent });
  }
  drawGateways(drawing);
}

function drawSubnet(drawing: Drawing, subnet: GraphResource): void {
  const { graph } = drawing;
  const { block, address } = subnet;
  const vpc = vpcGroupOf(drawing, block);
  const kind = routesOf(graph, address).some((route) => 'gateway_id' in route.block) ? 'Public' : 'Private';
  const parent = drawing.group({ id: `${vpc} ${kind}`, kind: 'tier', title: `${kind} subnets`, parent: vpc });
  const zone = graph.text(block.availability_zone);
  const title = [...(zone === '' ? [] : [`Zone ${zone.slice(-1)}`]), graph.text(block.cidr_block)].join(', ');
  drawing.group({ id: address, kind: 'subnet', title, parent }, subnet);
}

function drawGateways(drawing: Drawing): void {
  const { graph } = drawing;
  for (const gateway of graph.of('aws_internet_gateway')) {
    const group = vpcGroupOf(drawing, gateway.block);
    drawing.node({ id: gateway.address, kind: 'network', title: 'Internet gateway', lines: [], group }, gateway);
  }
  for (const nat of graph.of('aws_nat_gateway')) {
    const group = graph.referenced(nat.block.subnet_id, 'aws_subnet')?.address ?? regionGroup;
    const lines = ['fixed address'];
    drawing.node({ id: nat.address, kind: 'network', title: 'NAT gateway', lines, group }, nat);
  }
}

/** Draws the endpoints that no frame of a service shows. */
export function drawEndpoints(drawing: Drawing): void {
  const { graph } = drawing;
  for (const endpoint of graph.of('aws_vpc_endpoint')) {
    if (drawing.idsOf(endpoint).length > 0) continue;
    const { vpc_endpoint_type: type = 'Gateway', service_name: service } = endpoint.block;
    const title = `${type} endpoint`;
    const lines = [`for ${serviceTitle(serviceOf(graph.text(service)))}`];
    const group = vpcGroupOf(drawing, endpoint.block);
    drawing.node({ id: endpoint.address, kind: 'network', title, lines, group }, endpoint);
  }
}

/** Returns the name of a service that has gateway endpoints. */
export function serviceTitle(service: string): string {
  return { dynamodb: 'DynamoDB', s3: 'S3' }[service] ?? service;
}

/** Returns the AWS service of an endpoint, such as `dynamodb`. */
export function serviceOf(endpointName: string): string {
  return endpointName.split('.').at(-1) ?? endpointName;
}

/** Returns the frame of the VPC that arguments name; that of the region if they name none. */
export function vpcGroupOf(drawing: Drawing, arguments_: unknown): string {
  const { graph } = drawing;
  const named = graph.referencesIn(arguments_).flatMap((address) => graph.find(address) ?? []);
  const vpcs = named.flatMap((one) => vpcsOf(graph, one));
  return vpcs.find((id) => drawing.hasGroup(id)) ?? regionGroup;
}

/** Returns the addresses of the VPCs that contain a resource; for a VPC, its own address. */
function vpcsOf(graph: StackGraph, { address, block, type }: GraphResource): readonly string[] {
  if (type === 'aws_vpc' || type === 'data.aws_vpcs') return [address];
  const next = [block.vpc_id, block.subnet_ids, block.filter];
  return graph
    .referencesIn(next)
    .flatMap((one) => graph.find(one) ?? [])
    .filter((one) => one.address !== address)
    .flatMap((one) => vpcsOf(graph, one));
}

/** Returns the frames of the subnets that arguments name. */
export function subnetsIn(graph: StackGraph, arguments_: unknown): readonly string[] {
  return graph.referencesIn(arguments_).filter((address) => /^(data\.aws_subnets|aws_subnet)\./.test(address));
}

/**
 * Returns the frame that contains all these subnets and no others: their tier, or the only subnet. Undefined if there
 * is none.
 */
export function frameOfSubnets(drawing: Drawing, subnets: readonly string[]): string | undefined {
  const parents = new Set(subnets.map((subnet) => drawing.parentOf(subnet)));
  if (subnets.length === 1) return subnets[0];
  const [parent] = parents;
  return parents.size === 1 ? parent : undefined;
}

/** Returns the routes of a subnet. */
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
