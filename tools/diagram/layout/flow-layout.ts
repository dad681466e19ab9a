import type { ElkExtendedEdge, ElkNode, ElkShape } from 'elkjs/lib/elk.bundled';
import type { Diagram, DiagramEdge } from '../diagram-model';
import { measureNode } from './box-text';
import { edgeId, labelSize } from './elk-edges';
import { flowGraph, type Placement } from './elk-graph';
import { emptyFramesIn, placeEmptyFrames } from './empty-frames';
import { type Block, isBeside } from './flow-blocks';
import { type Layout, moveBy, type PlacedEdge, type PlacedGroup, type PlacedNode } from './layout-model';
import { runElk } from './run-elk';
import { freeTitleX, titleMargin } from './title-position';

/**
 * Places the boxes that arrows connect, and the frames around them, with ELK.
 * @param blocks the boxes that ELK places as one element
 * @param placement ELK's strategy
 */
export async function layoutFlow(diagram: Diagram, blocks: readonly Block[], placement: Placement): Promise<Layout> {
  const graph = await runElk(flowGraph(diagram, blocks, placement));
  const placed = placedIn(graph.children ?? [], diagram, blocks);
  const edges = diagram.edges.map((edge, index) =>
    isBeside(edge, diagram)
      ? horizontalEdge(edge, placed.nodes)
      : toPlacedEdge(
          edge,
          (graph.edges ?? []).find(({ id }) => id === edgeId(index)),
        ),
  );
  const groups = placed.groups.map((one) => ({ ...one, titleX: freeTitleX(one, edges) }));
  return { nodes: placed.nodes, groups, edges, width: graph.width ?? 0, height: graph.height ?? 0 };
}

function toPlacedEdge(edge: DiagramEdge, { sections = [], labels = [] }: Partial<ElkExtendedEdge> = {}): PlacedEdge {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  const [label] = labels;
  return { edge, points, ...(label && { label: boxOf(label) }) };
}

/** Returns an arrow that leads to the box on the left, with the label above the arrow. */
function horizontalEdge(edge: DiagramEdge, nodes: readonly PlacedNode[]): PlacedEdge {
  const [from, to] = [edge.from, edge.to].map((end) => nodes.find(({ node }) => node.id === end));
  if (from === undefined || to === undefined)
    throw new Error(`The layout contains no position for the box ${edge.from} or ${edge.to}.`);
  const y = from.y + from.height / 2;
  const right = to.x + to.width;
  const size = labelSize(edge.label ?? '');
  const label = { ...size, x: (right + from.x - size.width) / 2, y: y - size.height - 2 };
  return {
    edge,
    points: [
      { x: from.x, y },
      { x: right, y },
    ],
    label,
  };
}

function placedIn(
  elements: readonly ElkNode[],
  diagram: Diagram,
  blocks: readonly Block[],
): { readonly nodes: readonly PlacedNode[]; readonly groups: readonly PlacedGroup[] } {
  const [nodes, groups]: [PlacedNode[], PlacedGroup[]] = [[], []];
  for (const element of elements) {
    const box = boxOf(element);
    const block = blocks.find(({ id }) => id === element.id);
    const node = block ? undefined : diagram.nodes.find(({ id }) => id === element.id);
    const group = diagram.groups.find(({ id }) => id === element.id);
    if (node) nodes.push({ ...measureNode(node), ...box, node });
    if (group) groups.push({ ...box, group, titleX: box.x + titleMargin });
    const inner = placedIn(element.children ?? [], diagram, blocks);
    const neighbour = inner.groups.find(({ group: one }) => one.parent === element.id && one.kind === 'subnet');
    groups.push(...placeEmptyFrames(emptyFramesIn(diagram, element.id), box, neighbour));
    nodes.push(...inner.nodes, ...moveBy(block?.nodes ?? [], box.x, box.y));
    groups.push(...inner.groups);
  }
  return { nodes, groups };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkShape): Pick<PlacedNode, 'x' | 'y' | 'width' | 'height'> {
  return { x, y, width, height };
}
