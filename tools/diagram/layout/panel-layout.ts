import type { Diagram, DiagramGroup, DiagramNode } from '../diagram-model';
import { fontSizes, measureNode } from './box-text';
import { moveBy, type PlacedNode } from './layout-model';
import { textWidth } from './text-size';

/** Boxes with their positions relative to the corner of an area. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
}

const padding = { top: 36, side: 14 } as const;
const gap = 14;

/** Whether the boxes of a frame are placed side by side, because no arrows connect them. */
export function isPanel({ kind }: DiagramGroup): boolean {
  return kind === 'panel' || kind === 'services';
}

/**
 * Places the boxes of a frame in rows of one to three boxes.
 * @param maxWidth the maximum width of the frame in pixels, unless a single box is wider
 */
export function layoutPanel(diagram: Diagram, group: DiagramGroup, maxWidth: number): Panel {
  const nodes = boxesOf(diagram, group);
  const inner = layoutRows(nodes, Math.min(narrowWidth(nodes.length), maxWidth) - 2 * padding.side);
  const titleWidth = Math.ceil(textWidth(group.title, fontSizes.group, true));
  return {
    width: Math.max(inner.width, titleWidth) + 2 * padding.side,
    height: padding.top + inner.height + padding.side,
    nodes: moveBy(inner.nodes, padding.side, padding.top),
  };
}

/**
 * Places boxes in rows, without a frame. All boxes of a row have the same height.
 * @param maxWidth the maximum width of a row in pixels
 */
export function layoutRows(nodes: readonly DiagramNode[], maxWidth: number, gapInRow: number = gap): Panel {
  const placed: PlacedNode[] = [];
  let y = 0;
  for (const row of rowsOf(nodes, maxWidth)) {
    const height = Math.max(...row.map((node) => measureNode(node).height));
    let x = 0;
    for (const node of row) {
      const measured = measureNode(node);
      placed.push({ ...measured, height, x, y, node });
      x += measured.width + gapInRow;
    }
    y += height + gap;
  }
  return {
    width: Math.max(0, ...placed.map(({ x, width }) => x + width)),
    height: Math.max(0, y - gap),
    nodes: placed,
  };
}

/**
 * Places the boxes of a frame in columns of equal width.
 * @param size the width of the frame in pixels, and the number of columns
 */
export function layoutColumns(
  diagram: Diagram,
  group: DiagramGroup,
  { width, columns }: { readonly width: number; readonly columns: number },
): Panel {
  const boxWidth = Math.floor((width - 2 * padding.side - (columns - 1) * gap) / columns);
  const bottoms = Array.from({ length: columns }, () => padding.top as number);
  const nodes = boxesOf(diagram, group).map((node): PlacedNode => {
    // Adds the box to the shortest column.
    const column = bottoms.indexOf(Math.min(...bottoms));
    const measured = measureNode(node, boxWidth);
    const y = bottoms[column] ?? padding.top;
    bottoms[column] = y + measured.height + gap;
    return { ...measured, x: padding.side + column * (boxWidth + gap), y, node };
  });
  return { width, height: Math.max(...bottoms) - gap + padding.side, nodes };
}

function boxesOf({ nodes }: Diagram, { id }: DiagramGroup): readonly DiagramNode[] {
  return nodes.filter((node) => node.group === id);
}

function rowsOf(nodes: readonly DiagramNode[], maxWidth: number): readonly (readonly DiagramNode[])[] {
  const rows: DiagramNode[][] = [];
  for (const node of nodes) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf([...last, node]) <= maxWidth) last.push(node);
    else rows.push([node]);
  }
  return rows;
}

function widthOf(row: readonly DiagramNode[]): number {
  return row.reduce((sum, node) => sum + measureNode(node).width + gap, -gap);
}

/** The widths in pixels of a frame with one, two or three boxes in a row. */
export const panelWidths = [300, 560, 700] as const;

function narrowWidth(count: number): number {
  const [one, two, three] = panelWidths;
  if (count <= 3) return one;
  return count <= 6 ? two : three;
}
