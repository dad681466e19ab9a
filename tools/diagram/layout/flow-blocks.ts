import type { Diagram, DiagramEdge, DiagramNode } from '../diagram-model';
import { fontSizes } from './box-text';
import { isPanel, layoutPanel, layoutRows, type Panel, panelWidths } from './panel-layout';
import { textWidth } from './text-size';

/** Boxes side by side that ELK places as one element. */
export interface Block extends Panel {
  /** The id of the element: the id of the frame, or of the box at which a lookup begins. */
  readonly id: string;
  /** The id of the frame around the element. @default undefined */
  readonly parent?: string | undefined;
}

/** The distance between the label of a lookup and the boxes, in pixels. */
const labelMargin = 14;

/**
 * Returns the blocks of a diagram. There are three kinds of blocks: a frame of services, the boxes without arrows in a
 * frame, and a box together with the box in which it looks up a name.
 * @param maxWidth the maximum width of a frame of services, in pixels
 */
export function blocksIn(diagram: Diagram, maxWidth: number): readonly Block[] {
  const panels = diagram.groups.filter(isPanel);
  return [
    ...panels.map((group) => ({ id: group.id, parent: group.parent, ...layoutPanel(diagram, group, maxWidth) })),
    ...looseBlocks(diagram),
    ...diagram.edges.filter((edge) => isBeside(edge, diagram)).map((edge) => lookupBlock(edge, diagram)),
  ];
}

/** Returns a block for each frame with several boxes without arrows. Without a block, ELK would place all these boxes in a single row. */
function looseBlocks({ nodes, groups, edges }: Diagram): readonly Block[] {
  const parents = [undefined, ...groups.filter((group) => !isPanel(group)).map(({ id }) => id)];
  return parents.flatMap((parent) => {
    const loose = nodes.filter(
      ({ id, group }) => group === parent && !edges.some(({ from, to }) => from === id || to === id),
    );
    return loose.length < 2 ? [] : [{ id: `loose ${parent ?? ''}`, parent, ...layoutRows(loose, panelWidths[0]) }];
  });
}

/**
 * Whether an arrow is a lookup whose target has no other arrows. The target is then placed to the left of the box that
 * looks up the name.
 */
export function isBeside({ from, to, kind }: DiagramEdge, { edges, nodes }: Diagram): boolean {
  const isFree = edges.every((one) => one.from !== to && (one.from === from || one.to !== to));
  const isOnly = edges.filter((one) => one.from === from && one.kind === 'lookup').length === 1;
  const [source, target] = [from, to].map((end) => nodes.find(({ id }) => id === end));
  return kind === 'lookup' && isFree && isOnly && source !== undefined && source.group === target?.group;
}

function lookupBlock({ from, to, label = '' }: DiagramEdge, { nodes }: Diagram): Block {
  const boxes = [to, from].flatMap((end): DiagramNode[] => nodes.filter(({ id }) => id === end));
  const gap = Math.ceil(textWidth(label, fontSizes.label)) + 2 * labelMargin;
  return { id: from, parent: boxes[0]?.group, ...layoutRows(boxes, Infinity, gap) };
}
