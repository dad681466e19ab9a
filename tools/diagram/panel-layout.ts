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

/**
 * Places the boxes of a frame in rows. The boxes of a row have the same height.
 * @param maxWidth of the frame in pixels. A wider box has a row of its own.
 */
export function layoutPanel(diagram: Diagram, group: DiagramGroup, maxWidth?: number): Panel {
  const nodes = diagram.nodes.filter((node) => node.group === group.id);
  const rows = rowsOf(nodes, maxWidth ?? narrowWidth(nodes.length));
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

/** The width for one, two or three boxes in a row. */
function narrowWidth(count: number): number {
  if (count <= 2) return 300;
  return count <= 6 ? 560 : 700;
}
