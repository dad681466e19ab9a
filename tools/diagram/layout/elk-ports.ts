import type { ElkNode, ElkPort } from 'elkjs/lib/elk.bundled';
import type { Diagram, DiagramGroup, DiagramNode, GroupKind } from '../diagram-model';
import { type Block, isBeside } from './flow-blocks';
import type { Box } from './layout-model';

const fixedPorts = { 'elk.portConstraints': 'FIXED_POS' };
/** The distance of the rightmost arrow from the right side of a box, and the distance between two arrows, in pixels. */
const [portMargin, portGap] = [12, 14];

/**
 * Returns the ports at the bottom of the box that looks up a name. All arrows of that box except the lookup begin
 * there.
 */
export function blockPorts({ id, nodes }: Block, diagram: Diagram): Partial<ElkNode> {
  const box = nodes.find(({ node }) => node.id === id);
  return box ? { ports: startPorts(id, box, diagram), layoutOptions: fixedPorts } : {};
}

/** Returns the ports of a box in a narrow frame. Arrows end to the right of the frame's title. */
export function boxPorts(
  id: string,
  { width, height }: Pick<Box, 'width' | 'height'>,
  diagram: Diagram,
): Partial<ElkNode> {
  const ends = diagram.edges.flatMap(({ to }, index) => (to === id ? portId(id, index) : []));
  const ports = [
    ...startPorts(id, { x: 0, width, height }, diagram),
    ...ends.map((end, index) => portAt(end, width - portMargin - portGap * index, 0)),
  ];
  return { ports, layoutOptions: fixedPorts };
}

/** Returns the width in pixels that arrows need to end side by side at the top of a box in a narrow frame. */
export function widthOfEnds(arrows: number): number {
  return portMargin + portGap * arrows;
}

/** Returns ports at the bottom of a box, at equal distances. */
function startPorts(node: string, { x, width, height }: Omit<Box, 'y'>, diagram: Diagram): ElkPort[] {
  const starts = diagram.edges.flatMap((edge, index) =>
    edge.from === node && !isBeside(edge, diagram) ? portId(node, index) : [],
  );
  // Arrows to other boxes of the tier begin at the inner half of the box, and arrows that leave the tier begin at the outer
  // half. In any other order, the arrows would cross.
  const ordered = isOnTheLeft(node, diagram) ? starts.reverse() : starts;
  return ordered.map((id, index) => portAt(id, x + (width * (index + 1)) / (starts.length + 1), height));
}

/** Whether a box is in a subnet on the left half of its tier. */
function isOnTheLeft(id: string, diagram: Diagram): boolean {
  const frames = diagram.nodes.filter((node) => node.id === id).flatMap((node) => narrowFrames(node, diagram));
  const subnet = frames.find(({ kind }) => kind === 'subnet');
  const siblings = diagram.groups.filter(({ kind, parent }) => kind === 'subnet' && parent === subnet?.parent);
  return subnet !== undefined && siblings.indexOf(subnet) < (siblings.length - 1) / 2;
}

function portAt(id: string, x: number, y: number): ElkPort {
  return { id, x, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': y === 0 ? 'NORTH' : 'SOUTH' } };
}

/**
 * Returns the id of the port at which an arrow begins or ends.
 * @param node the id of the box
 * @param edge the index of the arrow in the diagram
 */
export function portId(node: string, edge: number): string {
  return `${node} port ${edge}`;
}

const narrowKinds: readonly GroupKind[] = ['subnet', 'hosts', 'global'];

/** Returns the narrow frames around a box. A narrow frame contains little except this box. */
export function narrowFrames({ group }: Pick<DiagramNode, 'group'>, { groups }: Diagram): readonly DiagramGroup[] {
  const frame = groups.find(({ id, kind }) => id === group && narrowKinds.includes(kind));
  return frame ? [frame, ...narrowFrames({ group: frame.parent }, { groups } as Diagram)] : [];
}
