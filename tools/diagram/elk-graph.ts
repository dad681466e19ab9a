import type { ElkExtendedEdge, ElkLabel, ElkNode, ElkPort } from 'elkjs/lib/elk.bundled';
import { fontSizes, measureNode } from './box-text';
import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, GroupKind } from './diagram-model';
import { emptyFramesIn, sizeAround, widthOfRow } from './empty-frames';
import type { Panel } from './panel-layout';
import { textWidth } from './text-size';

const margin = 16;
/** The options of each frame. ELK does not inherit them. */
const frameOptions = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
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

/** Returns the graph that ELK places. @param panels the frames with boxes side by side, which have their final size */
export function flowGraph(diagram: Diagram, panels: ReadonlyMap<string, Panel>): ElkNode {
  return {
    id: 'root',
    layoutOptions: flowOptions,
    children: childrenOf(diagram, undefined, panels),
    edges: diagram.edges.map((edge, index) => toElkEdge(edge, index, diagram)),
  };
}

/**
 * Returns the boxes and frames directly in a frame, as nodes of ELK. A frame with boxes side by side has its final
 * size.
 */
function childrenOf(diagram: Diagram, parent: string | undefined, panels: ReadonlyMap<string, Panel>): ElkNode[] {
  const { before, after } = emptyFramesIn(diagram, parent ?? '');
  const isPlacedByElk = (group: DiagramGroup) => group.kind !== 'panel' && ![...before, ...after].includes(group);
  const groups = diagram.groups.filter((group) => group.parent === parent && isPlacedByElk(group));
  return [
    ...diagram.nodes.filter(({ group }) => group === parent).map((node) => toElkNode(node, diagram)),
    ...groups.map((group, index): ElkNode => {
      const panel = panels.get(group.id);
      if (panel) return { id: group.id, width: panel.width, height: panel.height };
      const children = childrenOf(diagram, group.id, panels);
      const empty = emptyFramesIn(diagram, group.id);
      // ELK adds empty space to a frame with a minimum size, so only a frame without arrows gets its size here.
      if (children.length === 0) return { id: group.id, ...sizeAround(empty) };
      const [left, right] = [empty.before, empty.after].map((frames) => widthOfRow(frames) + 14);
      const layoutOptions = {
        ...frameOptions,
        'elk.padding': `[top=36,left=${left},bottom=14,right=${right}]`,
        // ELK keeps the order of positions in a frame with this option: the first zone is on the left.
        'elk.position': `(${index},${index})`,
        ...(group.kind === 'tier' && { 'elk.layered.crossingMinimization.semiInteractive': 'true' }),
      };
      return { id: group.id, layoutOptions, children };
    }),
  ];
}

/** Returns a box. In a narrow frame, arrows reach it on the right of the frame's title. */
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

/**
 * Returns the size and text of a box. In a narrow frame, it is wide enough for its arrows to fit beside the title of
 * the frame.
 */
function sizeOf(node: DiagramNode, diagram: Diagram): ReturnType<typeof measureNode> {
  const measured = measureNode(node);
  const arrows = diagram.edges.filter(({ to }) => to === node.id).length;
  const titles = narrowFrames(node, diagram).map((group) => titleWidth(group) + portMargin + portGap * arrows);
  return { ...measured, width: Math.max(measured.width, ...titles) };
}

const narrowKinds: readonly GroupKind[] = ['subnet', 'hosts', 'global'];

/** Returns the frames around a box that contain little else. */
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
