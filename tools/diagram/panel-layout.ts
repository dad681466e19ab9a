import { fontSizes, measureNode } from './box-text';
import type { Diagram, DiagramGroup, DiagramNode } from './diagram-model';
import type { PlacedNode } from './placed-diagram';
import { textWidth } from './text-size';

/** A frame with its boxes, relative to its corner. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
}

const padding = { top: 36, side: 14 } as const;
const gap = 14;

/** Whether a frame has its boxes side by side, without arrows between them. */
export function isPanel({ kind }: DiagramGroup): boolean {
  return kind === 'panel' || kind === 'services';
}

/** Places the boxes of a frame in rows of one to three. The boxes of a row have the same height. */
export function layoutPanel(diagram: Diagram, group: DiagramGroup): Panel {
  const nodes = boxesOf(diagram, group);
  const rows = rowsOf(nodes, narrowWidth(nodes.length));
  const titleWidth = textWidth(group.title, fontSizes.group, true) + 2 * padding.side;
  const placed: PlacedNode[] = [];
  let y: number = padding.top;
  for (const row of rows) {
    const height = Math.max(...row.map((node) => measureNode(node).height));
    let x: number = padding.side;
    for (const node of row) {
      const measured = measureNode(node);
      placed.push({ ...measured, height, x, y, node });
      x += measured.width + gap;
    }
    y += height + gap;
  }
  const right = Math.max(0, ...placed.map(({ x, width }) => x + width)) + padding.side;
  return { width: Math.ceil(Math.max(right, titleWidth)), height: y - gap + padding.side, nodes: placed };
}

/**
 * Places the boxes of a frame in columns of the same width.
 * @param width of the frame in pixels
 */
export function layoutColumns(diagram: Diagram, group: DiagramGroup, width: number, columns: number): Panel {
  const boxWidth = Math.floor((width - 2 * padding.side - (columns - 1) * gap) / columns);
  const bottoms = Array.from({ length: columns }, () => padding.top as number);
  const nodes = boxesOf(diagram, group).map((node): PlacedNode => {
    // The next box is below the shortest column.
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
  return row.reduce((sum, node) => sum + measureNode(node).width + gap, 2 * padding.side - gap);
}

/** Returns the width for one, two or three boxes in a row. */
function narrowWidth(count: number): number {
  if (count <= 3) return 300;
  return count <= 6 ? 560 : 700;
}
