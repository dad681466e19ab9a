import { fontSizes } from './box-text';
import type { PlacedEdge, PlacedGroup } from './layout-model';
import { textWidth } from './text-size';

/** The smallest distance in pixels between a title and the left side of its frame. */
export const titleMargin = 14;
/** The distance in pixels between the baseline of a title and the top of its frame. */
export const titleBaseline = 23;
const step = 8;

/** Returns the leftmost position at which no arrow crosses the title of a frame. If there is no such position, returns the left end. */
export function freeTitleX({ group, x, y, width }: PlacedGroup, edges: readonly PlacedEdge[]): number {
  const titleWidth = textWidth(group.title, fontSizes.group, true);
  const left = x + titleMargin;
  for (let start = left; start + titleWidth <= x + width - titleMargin; start += step) {
    const title = {
      left: start - 4,
      right: start + titleWidth + 4,
      top: y + titleBaseline - 14,
      bottom: y + titleBaseline + 5,
    };
    if (!edges.some(({ points }) => crosses(points, title))) return start;
  }
  return left;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function crosses(points: PlacedEdge['points'], { left, right, top, bottom }: Area): boolean {
  return points.slice(1).some((end, index) => {
    const start = points[index] ?? end;
    return (
      Math.max(start.x, end.x) > left &&
      Math.min(start.x, end.x) < right &&
      Math.max(start.y, end.y) > top &&
      Math.min(start.y, end.y) < bottom
    );
  });
}
