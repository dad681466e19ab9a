/** The kind of a box, which determines its colour and shape. */
export type NodeKind = 'external' | 'entry' | 'network' | 'compute' | 'store' | 'security' | 'monitoring' | 'other';

/** A box with text. */
export interface DiagramNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  readonly lines: readonly string[];
  /** The id of the frame that contains the box. @default undefined: the box is outside of AWS */
  readonly group?: string;
  /** The addresses of the resources that the box shows; an empty list for something outside of the stack, such as the clients. */
  readonly addresses: readonly string[];
}

/** A frame around boxes and other frames. */
export interface DiagramGroup {
  readonly id: string;
  readonly title: string;
  readonly kind: GroupKind;
  /** The id of the frame that contains this frame. @default undefined */
  readonly parent?: string;
  readonly addresses: readonly string[];
}

/**
 * The kind of a frame. In `services` and `panel`, boxes are side by side, and an arrow may end at the frame. In all
 * other frames, boxes are arranged along the arrows.
 */
export type GroupKind = 'region' | 'global' | 'vpc' | 'tier' | 'subnet' | 'hosts' | 'services' | 'panel';

/** An arrow. It begins at the side that opens a connection, and ends at the side that accepts it. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** The label of the arrow. @default no label */
  readonly label?: string;
  /** The kind of the arrow. An arrow of the kind `lookup` is dashed, because it carries no data of the app. @default 'data' */
  readonly kind?: 'data' | 'lookup';
}

/** The architecture of one stack as boxes, frames and arrows. */
export interface Diagram {
  readonly title: string;
  readonly groups: readonly DiagramGroup[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** The addresses of resources that exist only in Terraform's state. */
  readonly notInAws: readonly string[];
}
