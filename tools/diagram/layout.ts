import type { ElkExtendedEdge, ElkLabel, ElkNode, ElkPort, ElkShape } from 'elkjs/lib/elk.bundled';
import { fontSizes, measureNode } from './box-text';
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, GroupKind } from './diagram-model';
import { isPanel, layoutPanel, type Panel } from './panel-layout';
import type { Layout, PlacedEdge, PlacedGroup, PlacedNode } from './placed-diagram';
import { runElk } from './run-elk';
import { textWidth } from './text-size';
import { freeTitleX, titleMargin } from './title-place';

const margin = 16;
const gap = 16;
/** The options of each frame. ELK does not inherit them. */
const frameOptions = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
};
const flowOptions = {
  ...frameOptions,
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
};
/** The distances of arrows that end at the top of a box, in pixels. */
const [portMargin, portGap] = [12, 14];
const framePadding = '[top=36,left=14,bottom=14,right=14]';

/** A picture of at most this width has its panels on the right of the arrows. Pages show it without scaling it down. */
const comfortableWidth = 1_000;
const minPanelWidth = 400;

/** Places the boxes along the arrows from top to bottom, and the panels without arrows on the right or below. */
export async function layoutDiagram(diagram: Diagram): Promise<Layout> {
  const flow = await layoutFlow(diagram);
  const room = comfortableWidth - flow.width - margin;
  const isBeside = room >= minPanelWidth;
  const maxWidth = isBeside ? room : Math.max(flow.width, comfortableWidth) - 2 * margin;
  const x = isBeside ? flow.width : margin;
  let y = isBeside ? margin : flow.height;
  const [nodes, groups] = [[...flow.nodes], [...flow.groups]];
  for (const group of diagram.groups.filter(({ kind }) => kind === 'panel')) {
    const panel = layoutPanel(diagram, group, maxWidth);
    groups.push({ group, x, y, width: panel.width, height: panel.height, titleX: x + titleMargin });
    nodes.push(...moveBy(panel.nodes, x, y));
    y += panel.height + gap;
  }
  const right = groups.map((one) => one.x + one.width + margin);
  return {
    ...flow,
    nodes,
    groups,
    width: Math.ceil(Math.max(flow.width, ...right)),
    height: Math.ceil(Math.max(flow.height, y)),
  };
}

async function layoutFlow(diagram: Diagram): Promise<Layout> {
  const panels = new Map(diagram.groups.filter(isPanel).map((group) => [group.id, layoutPanel(diagram, group)]));
  const graph = await runElk({
    id: 'root',
    layoutOptions: flowOptions,
    children: childrenOf(diagram, undefined, panels),
    edges: diagram.edges.map((edge, index) => toElkEdge(edge, index, diagram)),
  });
  const placed = placedIn(graph.children ?? [], diagram, panels);
  const edges = (graph.edges ?? []).map((edge, index) => toPlacedEdge(edge, diagram.edges[index]));
  const groups = placed.groups.map((one) => ({ ...one, titleX: freeTitleX(one, edges) }));
  return { nodes: placed.nodes, groups, edges, width: graph.width ?? 0, height: graph.height ?? 0 };
}

/** The boxes and frames directly in a frame, as nodes of ELK. A frame with boxes side by side has its final size. */
function childrenOf(diagram: Diagram, parent: string | undefined, panels: ReadonlyMap<string, Panel>): ElkNode[] {
  const groups = diagram.groups.filter((group) => group.parent === parent && group.kind !== 'panel');
  return [
    ...diagram.nodes.filter(({ group }) => group === parent).map((node) => toElkNode(node, diagram)),
    ...groups.map((group, index): ElkNode => {
      const panel = panels.get(group.id);
      if (panel) return { id: group.id, width: panel.width, height: panel.height };
      const children = childrenOf(diagram, group.id, panels);
      // ELK adds empty space to a frame with a minimum size, so only an empty frame gets its size here.
      if (children.length === 0) return { id: group.id, width: titleWidth(group) + 28, height: 36 };
      const layoutOptions = {
        ...frameOptions,
        'elk.padding': framePadding,
        // ELK keeps the order of positions in a frame with this option: the first zone is on the left.
        'elk.position': `(${index},0)`,
        ...(group.kind === 'tier' && { 'elk.layered.crossingMinimization.semiInteractive': 'true' }),
      };
      return { id: group.id, layoutOptions, children };
    }),
  ];
}

/** A box. In a narrow frame, arrows reach it on the right of the frame's title. */
function toElkNode(node: DiagramNode, diagram: Diagram): ElkNode {
  const { width, height } = sizeOf(node, diagram);
  if (narrowFrames(node, diagram).length === 0) return { id: node.id, width, height };
  const starts = diagram.edges.flatMap(({ from }, index) => (from === node.id ? portId(node.id, index) : []));
  const ends = diagram.edges.flatMap(({ to }, index) => (to === node.id ? portId(node.id, index) : []));
  const ports = [
    ...starts.map((id, index) => portAt(id, (width * (index + 1)) / (starts.length + 1), height)),
    ...ends.map((id, index) => portAt(id, width - portMargin - portGap * index, 0)),
  ];
  return { id: node.id, width, height, ports, layoutOptions: { 'elk.portConstraints': 'FIXED_POS' } };
}

function portAt(id: string, x: number, y: number): ElkPort {
  return { id, x, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': y === 0 ? 'NORTH' : 'SOUTH' } };
}

function portId(node: string, edge: number): string {
  return `${node} port ${edge}`;
}

/** The size and text of a box. In a narrow frame, it is so wide that its arrows have room beside the title of the frame. */
function sizeOf(node: DiagramNode, diagram: Diagram): ReturnType<typeof measureNode> {
  const measured = measureNode(node);
  const arrows = diagram.edges.filter(({ to }) => to === node.id).length;
  const titles = narrowFrames(node, diagram).map((group) => titleWidth(group) + portMargin + portGap * arrows);
  return { ...measured, width: Math.max(measured.width, ...titles) };
}

const narrowKinds: readonly GroupKind[] = ['subnet', 'hosts', 'global'];

/** The frames around a box that contain little else. */
function narrowFrames({ group }: Pick<DiagramNode, 'group'>, { groups }: Diagram): readonly DiagramGroup[] {
  const frame = groups.find(({ id, kind }) => id === group && narrowKinds.includes(kind));
  return frame ? [frame, ...narrowFrames({ group: frame.parent }, { groups } as Diagram)] : [];
}

function titleWidth({ title }: DiagramGroup): number {
  return Math.ceil(textWidth(title, fontSizes.group, true));
}

function toElkEdge({ from, to, label }: DiagramEdge, index: number, diagram: Diagram): ElkExtendedEdge {
  const labels: ElkLabel[] = label
    ? [{ text: label, width: Math.ceil(textWidth(label, fontSizes.label)) + 6, height: 16 }]
    : [];
  const [source = from, target = to] = [from, to].map((end) => {
    const node = diagram.nodes.find(({ id }) => id === end);
    return node && narrowFrames(node, diagram).length > 0 ? portId(end, index) : end;
  });
  return { id: `edge ${index}`, sources: [source], targets: [target], labels };
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
    const inner = placedIn(element.children ?? [], diagram, panels);
    nodes.push(...inner.nodes, ...moveBy(panels.get(element.id)?.nodes ?? [], box.x, box.y));
    groups.push(...inner.groups);
  }
  return { nodes, groups };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: ElkShape): Pick<PlacedNode, 'x' | 'y' | 'width' | 'height'> {
  return { x, y, width, height };
}

function moveBy(nodes: readonly PlacedNode[], x: number, y: number): readonly PlacedNode[] {
  return nodes.map((one) => ({ ...one, x: one.x + x, y: one.y + y }));
}
