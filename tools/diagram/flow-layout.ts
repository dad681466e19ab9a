import type { ElkExtendedEdge, ElkNode, ElkShape } from 'elkjs/lib/elk.bundled';
import { measureNode } from './box-text';
import type { Diagram, DiagramEdge } from './diagram-model';
import { flowGraph } from './elk-graph';
import { emptyFramesIn, placeEmptyFrames } from './empty-frames';
import { isPanel, layoutPanel, type Panel } from './panel-layout';
import { type Layout, moveBy, type PlacedEdge, type PlacedGroup, type PlacedNode } from './placed-diagram';
import { runElk } from './run-elk';
import { freeTitleX, titleMargin } from './title-position';

/** Places the boxes that arrows connect, and the frames around them, with ELK. */
export async function layoutFlow(diagram: Diagram): Promise<Layout> {
  const panels = new Map(diagram.groups.filter(isPanel).map((group) => [group.id, layoutPanel(diagram, group)]));
  const graph = await runElk(flowGraph(diagram, panels));
  const placed = placedIn(graph.children ?? [], diagram, panels);
  const edges = (graph.edges ?? []).map((edge, index) => toPlacedEdge(edge, diagram.edges[index]));
  const groups = placed.groups.map((one) => ({ ...one, titleX: freeTitleX(one, edges) }));
  return { nodes: placed.nodes, groups, edges, width: graph.width ?? 0, height: graph.height ?? 0 };
}

function toPlacedEdge({ sections = [], labels = [] }: ElkExtendedEdge, edge: DiagramEdge | undefined): PlacedEdge {
  if (edge === undefined) throw new Error('ELK returned an unknown arrow.');
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
  const [label] = labels;
  return { edge, points, ...(label && { label: boxOf(label) }) };
}

function placedIn(
  elements: readonly ElkNode[],
  diagram: Diagram,
  panels: ReadonlyMap<string, Panel>,
): { readonly nodes: readonly PlacedNode[]; readonly groups: readonly PlacedGroup[] } {
  const [nodes, groups]: [PlacedNode[], PlacedGroup[]] = [[], []];
  for (const element of elements) {
    const box = boxOf(element);
    const node = diagram.nodes.find(({ id }) => id === element.id);
    const group = diagram.groups.find(({ id }) => id === element.id);
    if (node) nodes.push({ ...measureNode(node), ...box, node });
    if (group) groups.push({ ...box, group, titleX: box.x + titleMargin });
    groups.push(...placeEmptyFrames(emptyFramesIn(diagram, element.id), box));
    const inner = placedIn(element.children ?? [], diagram, panels);
    nodes.push(...inner.nodes, ...moveBy(panels.get(element.id)?.nodes ?? [], box.x, box.y));
    groups.push(...inner.groups);
  }
  return { nodes, groups };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkShape): Pick<PlacedNode, 'x' | 'y' | 'width' | 'height'> {
  return { x, y, width, height };
}
