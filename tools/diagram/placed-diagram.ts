import type { DiagramEdge, DiagramGroup, DiagramNode } from './diagram-model';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text line at its baseline. */
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
  /** The left end of the title. */
  readonly titleX: number;
}

export interface PlacedEdge {
  readonly edge: DiagramEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The box of the label. @default none */
  readonly label?: Box;
}

/** A diagram with coordinates in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  /** Each after the group that contains it. */
  readonly groups: readonly PlacedGroup[];
  readonly edges: readonly PlacedEdge[];
}

/** Moves boxes. */
export function moveBy(nodes: readonly PlacedNode[], x: number, y: number): readonly PlacedNode[] {
  return nodes.map((one) => ({ ...one, x: one.x + x, y: one.y + y }));
}
