/** The kind of a box decides its colour and shape. */
export type NodeKind = 'external' | 'entry' | 'network' | 'compute' | 'store' | 'security' | 'monitoring' | 'other';

/** A box with text. */
export interface DiagramNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  readonly lines: readonly string[];
  /** The id of the group that contains it. @default none: it is outside of AWS */
  readonly group?: string;
  /** The addresses of the resources that it shows. Empty for a box outside of the stack, such as the clients. */
  readonly addresses: readonly string[];
}

/** A frame around boxes and other frames. */
export interface DiagramGroup {
  readonly id: string;
  readonly title: string;
  readonly kind: GroupKind;
  /** The id of the group around it. @default none */
  readonly parent?: string;
  readonly addresses: readonly string[];
}

/** `services`, `panel`: boxes side by side; an arrow may end at the frame. In all other frames, boxes are arranged along the arrows. */
export type GroupKind = 'region' | 'global' | 'vpc' | 'tier' | 'subnet' | 'hosts' | 'services' | 'panel';

/** An arrow from the side that opens the connection to the side that accepts it. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** @default none */
  readonly label?: string;
  /** `lookup` is dashed: no data of the app passes here. @default 'data' */
  readonly kind?: 'data' | 'lookup';
}

/** The architecture of one stack. */
export interface Diagram {
  readonly title: string;
  readonly groups: readonly DiagramGroup[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** The resources that exist only in the state of Terraform. */
  readonly notInAws: readonly string[];
}
