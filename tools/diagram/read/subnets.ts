import type { Drawing } from './drawing';
import type { GraphResource, StackGraph } from './stack-graph';
import { routesOf, subnetsIn, zoneOf } from './subnet-graph';
import { vpcGroupOf } from './vpcs';

/** The maximum number of boxes for tasks side by side. If there are more, all zones share a frame. */
const maxBoxes = 3;

/** The suffix of the id of a frame that all zones of a tier share. */
export const sharedFrame = ' zones';

/** A tier: the public or the private subnets of a VPC. */
interface Tier {
  readonly vpc: string;
  readonly kind: 'Public' | 'Private';
  readonly subnets: readonly GraphResource[];
}

/** Draws a frame for each subnet, inside the frame of its tier. */
export function drawSubnets(drawing: Drawing): void {
  const { graph } = drawing;
  for (const tier of tiersIn(drawing)) drawTier(drawing, tier);
  for (const subnets of graph.of('data.aws_subnets')) {
    const parent = vpcGroupOf(drawing, subnets.block);
    drawing.group({ id: subnets.address, kind: 'subnet', title: 'Default subnet of each zone', parent }, subnets);
  }
}

function tiersIn(drawing: Drawing): readonly Tier[] {
  const { graph } = drawing;
  const tiers = new Map<string, Tier>();
  const existing = graph.of('data.aws_subnet').filter(({ address }) => hasContents(graph, address));
  for (const subnet of [...graph.of('aws_subnet'), ...existing]) {
    const vpc = vpcGroupOf(drawing, subnet.block);
    const kind = isPublic(graph, subnet) ? 'Public' : 'Private';
    const key = `${vpc} ${kind}`;
    tiers.set(key, { vpc, kind, subnets: [...(tiers.get(key)?.subnets ?? []), subnet] });
  }
  return [...tiers.values()];
}

const contentTypes = [
  'aws_ecs_service',
  'aws_autoscaling_group',
  'aws_db_subnet_group',
  'aws_instance',
  'aws_nat_gateway',
];

/** Whether the stack contains resources that are drawn in an existing subnet. */
function hasContents(graph: StackGraph, subnet: string): boolean {
  return graph.referrers(subnet).some(({ type }) => contentTypes.includes(type));
}

/**
 * Whether a subnet is public. The routes of an existing subnet are unknown, so such a subnet counts as public if tasks in
 * it get public addresses.
 */
function isPublic(graph: StackGraph, { address, type }: GraphResource): boolean {
  if (type === 'aws_subnet') return routesOf(graph, address).some(({ block }) => 'gateway_id' in block);
  return servicesIn(graph, [address]).some(({ block }) => JSON.stringify(block).includes('"assign_public_ip":true'));
}

function servicesIn(graph: StackGraph, subnets: readonly string[]): readonly GraphResource[] {
  return graph
    .of('aws_ecs_service')
    .filter(({ block }) => subnetsIn(graph, block.network_configuration).some((one) => subnets.includes(one)));
}

function drawTier(drawing: Drawing, { vpc, kind, subnets }: Tier): void {
  const { graph } = drawing;
  const parent = drawing.group({ id: `${vpc} ${kind}`, kind: 'tier', title: `${kind} subnets`, parent: vpc });
  const addresses = subnets.map(({ address }) => address);
  if (subnets.length > 1 && subnets.length * Math.max(servicesIn(graph, addresses).length, 1) > maxBoxes) {
    const zones = subnets.map((one) => zoneOf(graph, one)).filter((zone) => zone !== '');
    const title = zones.length === 0 ? `${subnets.length} subnets` : `Zones ${zones.join(', ')}`;
    drawing.group({ id: `${parent}${sharedFrame}`, kind: 'subnet', title, parent }, ...subnets);
    return;
  }
  for (const subnet of subnets) {
    const { block, address } = subnet;
    const zone = zoneOf(graph, subnet);
    const titles = [zone && `Zone ${zone}`, graph.text(block.cidr_block ?? block.id)].filter((text) => text !== '');
    drawing.group({ id: address, kind: 'subnet', title: titles.join(', ') || 'Subnet', parent }, subnet);
  }
}

/** Returns the ids of the frames that show these subnets. */
export function framesOf(drawing: Drawing, subnets: readonly string[]): readonly string[] {
  const found = subnets.flatMap((address) => drawing.graph.find(address) ?? []);
  return [...new Set(found.flatMap((subnet) => drawing.idsOf(subnet)))];
}

/**
 * Returns the id of the frame for these subnets: the frame of a single subnet, or the tier that contains several subnets;
 * undefined if there is no such frame.
 */
export function frameOfSubnets(drawing: Drawing, subnets: readonly string[]): string | undefined {
  const frames = framesOf(drawing, subnets);
  if (subnets.length === 1) return frames[0];
  const parents = new Set(frames.map((frame) => drawing.parentOf(frame)));
  const [parent] = parents;
  return parents.size === 1 ? parent : undefined;
}
