import type { ElkNode, LayoutOptions } from 'elkjs/lib/elk.bundled';
import type { Diagram, DiagramGroup, DiagramNode } from '../diagram-model';
import { fontSizes, measureNode } from './box-text';
import { toElkEdge } from './elk-edges';
import { blockPorts, boxPorts, narrowFrames, widthOfEnds } from './elk-ports';
import { emptyFramesIn, sizeAround, widthOfRow } from './empty-frames';
import { type Block, isBeside } from './flow-blocks';
import { textWidth } from './text-size';

const margin = 16;
/** The layout options of a frame. Every frame gets them, because ELK does not inherit options. */
const frameOptions = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
};
/** The strategies with which ELK places boxes. The first yields straighter arrows; the second is often narrower. */
export const placements = ['BRANDES_KOEPF', 'NETWORK_SIMPLEX'] as const;
export type Placement = (typeof placements)[number];
const flowOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
};

/**
 * Returns a diagram as a graph for ELK.
 * @param blocks the boxes that ELK places as one element, because their relative positions are known
 */
export function flowGraph(diagram: Diagram, blocks: readonly Block[], placement: Placement): ElkNode {
  const options = { ...frameOptions, 'elk.layered.nodePlacement.strategy': placement };
  return {
    id: 'root',
    layoutOptions: { ...options, ...flowOptions },
    children: childrenOf({ diagram, blocks, options }, undefined),
    edges: diagram.edges.flatMap((edge, index) => (isBeside(edge, diagram) ? [] : toElkEdge(edge, index, diagram))),
  };
}

interface FlowGraph {
  readonly diagram: Diagram;
  readonly blocks: readonly Block[];
  /** The layout options of every frame. */
  readonly options: LayoutOptions;
}

/** Returns the boxes, blocks and frames that are directly in a frame, as nodes for ELK. */
function childrenOf(graph: FlowGraph, parent: string | undefined): ElkNode[] {
  const { diagram, blocks, options } = graph;
  const { before, after } = emptyFramesIn(diagram, parent ?? '');
  const isPlacedByElk = (group: DiagramGroup) => group.kind !== 'panel' && ![...before, ...after].includes(group);
  const groups = diagram.groups.filter((group) => group.parent === parent && isPlacedByElk(group));
  const inBlocks = new Set(blocks.flatMap(({ nodes }) => nodes.map(({ node }) => node)));
  const single = diagram.nodes.filter((node) => node.group === parent && !inBlocks.has(node));
  const isFrame = ({ id }: Block) => diagram.groups.some((group) => group.id === id);
  return [
    ...blocks
      .filter((block) => block.parent === parent && !isFrame(block))
      .map((block) => ({ id: block.id, width: block.width, height: block.height, ...blockPorts(block, diagram) })),
    ...single.map((node) => toElkNode(node, diagram)),
    ...groups.map((group, index): ElkNode => {
      const block = blocks.find(({ id }) => id === group.id);
      if (block) return { id: group.id, width: block.width, height: block.height };
      const children = childrenOf(graph, group.id);
      const empty = emptyFramesIn(diagram, group.id);
      // Only a frame in which ELK places nothing gets its size here. If other frames got a minimum size, ELK would add
      // empty space to it.
      if (children.length === 0) return { id: group.id, ...sizeAround(group, empty) };
      const [left, right] = [empty.before, empty.after].map((frames) => widthOfRow(frames) + 14);
      const layoutOptions = {
        ...options,
        'elk.padding': `[top=36,left=${left},bottom=14,right=${right}]`,
        // With its option `semiInteractive`, ELK keeps the order of these positions, so that the first zone is on the left.
        'elk.position': `(${index},${index})`,
        ...(group.kind === 'tier' && { 'elk.layered.crossingMinimization.semiInteractive': 'true' }),
      };
      return { id: group.id, layoutOptions, children };
    }),
  ];
}

/** Returns a box as a node for ELK. In a narrow frame, the arrows end to the right of the frame's title. */
function toElkNode(node: DiagramNode, diagram: Diagram): ElkNode {
  const { width, height } = sizeOf(node, diagram);
  if (narrowFrames(node, diagram).length === 0) return { id: node.id, width, height };
  return { id: node.id, width, height, ...boxPorts(node.id, { width, height }, diagram) };
}

/** Returns the size and the text of a box. In a narrow frame, the box is wide enough for its arrows to fit beside the frame's title. */
function sizeOf(node: DiagramNode, diagram: Diagram): ReturnType<typeof measureNode> {
  const measured = measureNode(node);
  const arrows = diagram.edges.filter(({ to }) => to === node.id).length;
  const titles = narrowFrames(node, diagram).map((group) => titleWidth(group) + widthOfEnds(arrows));
  return { ...measured, width: Math.max(measured.width, ...titles) };
}

function titleWidth({ title }: DiagramGroup): number {
  return Math.ceil(textWidth(title, fontSizes.group, true));
}
