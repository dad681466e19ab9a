import type { Drawing } from './drawing';
import { type GraphResource, totalCount } from './stack-graph';
import { subnetsIn, zoneOf } from './subnet-graph';
import { drawSubnets, framesOf, sharedFrame } from './subnets';
import { drawVpcs, regionGroup, vpcGroupOf } from './vpcs';

/** Draws the frames of VPCs, zones and subnets, and the gateways in them. */
export function drawNetwork(drawing: Drawing): void {
  const { graph } = drawing;
  drawVpcs(drawing);
  drawSubnets(drawing);
  for (const gateway of graph.of('aws_internet_gateway')) {
    const group = vpcGroupOf(drawing, gateway.block);
    drawing.node({ id: gateway.address, kind: 'network', title: 'Internet gateway', lines: [], group }, gateway);
  }
  drawNatGateways(drawing);
}

/** Draws a box in each frame that contains NAT gateways. */
function drawNatGateways(drawing: Drawing): void {
  const { graph } = drawing;
  const byFrame = new Map<string, GraphResource[]>();
  for (const nat of graph.of('aws_nat_gateway')) {
    const [frame = regionGroup] = framesOf(drawing, subnetsIn(graph, nat.block.subnet_id));
    byFrame.set(frame, [...(byFrame.get(frame) ?? []), nat]);
  }
  for (const [group, gateways] of byFrame) {
    const count = totalCount(gateways);
    const isOne = count === 1;
    const title = gateways.length === 1 ? 'NAT gateway' : `NAT gateway ×${count}`;
    const zones = gateways.map(({ block }) => zoneOf(graph, graph.referenced(block.subnet_id, 'aws_subnet')));
    // Unless all zones share the frame, the frame's title already names the zone.
    const place = isOne && zones[0] !== '' && group.endsWith(sharedFrame) ? `in zone ${zones[0]}` : '';
    const lines = [isOne ? 'fixed address' : 'fixed addresses', place];
    drawing.node({ id: `${gateways[0]?.address}`, kind: 'network', title, lines, group }, ...gateways);
  }
}

/** Draws the VPC endpoints that no frame of AWS services shows. */
export function drawEndpoints(drawing: Drawing): void {
  const { graph } = drawing;
  for (const endpoint of graph.of('aws_vpc_endpoint')) {
    if (drawing.idsOf(endpoint).length > 0) continue;
    const { vpc_endpoint_type: type = 'Gateway', service_name: name } = endpoint.block;
    const service = serviceTitle(serviceOf(graph.text(name)));
    const title = `${graph.text(type)} endpoint`;
    const lines = service === '' ? [] : [`for ${service}`];
    const group = vpcGroupOf(drawing, endpoint.block);
    drawing.node({ id: endpoint.address, kind: 'network', title, lines, group }, endpoint);
  }
}

/** Returns the title of an AWS service: `DynamoDB` for `dynamodb`, `S3` for `s3`. The short names of other services are unchanged. */
export function serviceTitle(service: string): string {
  return { dynamodb: 'DynamoDB', s3: 'S3' }[service] ?? service;
}

/** Returns the AWS service in the name of an endpoint, such as `dynamodb` or `ecr.api`. */
export function serviceOf(endpointName: string): string {
  return endpointName.replace(/^com\.amazonaws\.(\$\{[^}]*\}|[^.]+)\./, '');
}
