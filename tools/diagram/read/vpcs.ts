import type { Drawing } from './drawing';
import type { GraphResource, StackGraph } from './stack-graph';

/** The id of the frame around everything in the region of the stack. */
export const regionGroup = 'region';

/** Draws the frames of VPCs: those in the stack, existing ones, and the default VPC of the account. */
export function drawVpcs(drawing: Drawing): void {
  const { graph } = drawing;
  for (const vpc of graph.of('aws_vpc')) {
    const title = `VPC ${graph.text(vpc.block.cidr_block)}`.trim();
    drawing.group({ id: vpc.address, kind: 'vpc', title, parent: regionGroup }, vpc);
  }
  for (const vpc of graph.of('data.aws_vpc')) {
    const title = `VPC ${graph.text(vpc.block.id)}`.trim();
    drawing.group({ id: vpc.address, kind: 'vpc', title, parent: regionGroup }, vpc);
  }
  for (const vpc of graph.of('data.aws_vpcs')) {
    drawing.group({ id: vpc.address, kind: 'vpc', title: 'Default VPC', parent: regionGroup }, vpc);
  }
}

/** Returns the id of the frame of the VPC to which arguments refer; the region's frame if they refer to no VPC. */
export function vpcGroupOf(drawing: Drawing, arguments_: unknown): string {
  const { graph } = drawing;
  const named = graph.referencesIn(arguments_).flatMap((address) => graph.find(address) ?? []);
  const vpcs = named.flatMap((one) => vpcsOf(graph, one));
  return vpcs.find((id) => drawing.hasGroup(id)) ?? regionGroup;
}

const vpcTypes = ['aws_vpc', 'data.aws_vpc', 'data.aws_vpcs'];

/** Returns the addresses of the VPCs that contain a resource. For a VPC, returns its own address. */
function vpcsOf(graph: StackGraph, { address, block, type }: GraphResource): readonly string[] {
  if (vpcTypes.includes(type)) return [address];
  // An existing subnet does not refer to its VPC. It depends on the check that the VPC contains the subnet, and this check
  // refers to the VPC.
  const check = type === 'data.aws_subnet' ? block.depends_on : undefined;
  const next = [block.vpc_id, block.subnet_ids, block.filter, check];
  return graph
    .referencesIn(next)
    .flatMap((one) => graph.find(one) ?? [])
    .filter((one) => one.address !== address)
    .flatMap((one) => vpcsOf(graph, one));
}
