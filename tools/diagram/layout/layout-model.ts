import type { DiagramEdge, DiagramGroup, DiagramNode } from '../diagram-model';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text. The coordinates are at the left end of its baseline. */
export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly isBold: boolean;
}

export interface PlacedNode extends Box {
  readonly node: DiagramNode;
  readonly text: readonly TextLine[];
}

export interface PlacedGroup extends Box {
  readonly group: DiagramGroup;
  /** The horizontal position of the left end of the title. */
  readonly titleX: number;
}

export interface PlacedEdge {
  readonly edge: DiagramEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The area of the label. @default undefined: the arrow has no label */
  readonly label?: Box;
}

/** A diagram in which everything has coordinates, in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  /** The frames. Each comes after the frame that contains it, so that it is drawn on top. */
  readonly groups: readonly PlacedGroup[];
  readonly edges: readonly PlacedEdge[];
}

/** Returns boxes that are moved by a distance in pixels. */
export function moveBy(nodes: readonly PlacedNode[], x: number, y: number): readonly PlacedNode[] {
  return nodes.map((one) => ({ ...one, x: one.x + x, y: one.y + y }));
}
