import type { Diagram, DiagramGroup } from '../diagram-model';
import { fontSizes } from './box-text';
import type { Box, PlacedGroup } from './layout-model';
import { textWidth } from './text-size';
import { titleMargin } from './title-position';

const height = 36;
const gap = 18;
/** The padding of the frame around empty frames, in pixels. */
const [top, side] = [36, 14];

/**
 * The empty subnets in a frame: first those to the left of the other subnets, then those to the right. ELK does not place
 * them, because it would place frames without arrows in an arbitrary order.
 */
export interface EmptyFrames {
  readonly before: readonly DiagramGroup[];
  readonly after: readonly DiagramGroup[];
}

export function emptyFramesIn({ groups, nodes, edges }: Diagram, parent: string): EmptyFrames {
  const isEmpty = ({ id, kind }: DiagramGroup) =>
    kind === 'subnet' &&
    ![...nodes.map(({ group }) => group), ...groups.map((one) => one.parent)].includes(id) &&
    !edges.some(({ from, to }) => from === id || to === id);
  const inside = groups.filter((group) => group.parent === parent);
  const first = inside.findIndex((group) => !isEmpty(group));
  const isBefore = (group: DiagramGroup) => first === -1 || inside.indexOf(group) < first;
  const empty = inside.filter(isEmpty);
  return { before: empty.filter(isBefore), after: empty.filter((group) => !isBefore(group)) };
}

/** Returns the width of empty frames in a row, including the gaps after them. */
export function widthOfRow(frames: readonly DiagramGroup[]): number {
  return frames.reduce((sum, frame) => sum + widthOf(frame) + gap, 0);
}

/** Returns the size of a frame that contains nothing, or only empty frames. */
export function sizeAround(group: DiagramGroup, { before }: EmptyFrames): Pick<Box, 'width' | 'height'> {
  return { width: Math.max(widthOf(group), widthOfRow(before) - gap + 2 * side), height: top + height + side };
}

/**
 * Places the empty frames at the left and the right end of the frame around them.
 * @param around the frame around the empty frames
 * @param neighbour a frame between the empty frames. The empty frames get the same top and bottom as this frame.
 * @default undefined: the empty frames are at the top of `around`
 */
export function placeEmptyFrames(
  { before, after }: EmptyFrames,
  around: Box,
  neighbour: Pick<Box, 'y' | 'height'> = { y: around.y + top, height },
): readonly PlacedGroup[] {
  const left = around.x + side;
  const right = around.x + around.width - side - widthOfRow(after) + gap;
  return [...placeRow(before, left, neighbour), ...placeRow(after, right, neighbour)];
}

function placeRow(
  frames: readonly DiagramGroup[],
  left: number,
  { y, height: own }: Pick<Box, 'y' | 'height'>,
): readonly PlacedGroup[] {
  return frames.map((group, index) => {
    const x = left + widthOfRow(frames.slice(0, index));
    return { group, x, y, width: widthOf(group), height: own, titleX: x + titleMargin };
  });
}

function widthOf({ title }: DiagramGroup): number {
  return Math.ceil(textWidth(title, fontSizes.group, true)) + 2 * titleMargin;
}
