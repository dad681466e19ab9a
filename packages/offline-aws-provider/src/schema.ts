/** A cty type in Terraform's own JSON form, as `terraform providers schema -json` prints it. */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | ['list' | 'set' | 'map', CtyType]
  | ['object', Record<string, CtyType>];

/** Who may give an attribute its value: the configuration (required, optional), the provider (computed), or either. */
export interface Attribute {
  readonly type: CtyType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  /** Sent to the provider and stored nowhere: neither in a plan nor in a state. */
  readonly writeOnly: boolean;
}

/** How often a block may occur, and what collection its occurrences form. */
export type Nesting = 'single' | 'list' | 'set' | 'map';

export interface NestedBlock {
  readonly nesting: Nesting;
  readonly block: Block;
  readonly minItems: number;
  /** 0 means any number. */
  readonly maxItems: number;
}

/** The arguments and attributes of a resource, a data source, a provider, or of a block inside one of them. */
export interface Block {
  readonly attributes: Record<string, Attribute>;
  readonly blocks: Record<string, NestedBlock>;
}

/** What the provider says it can do: one block for itself and one for each type it was asked to serve. */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Record<string, Block>;
  readonly dataSources: Record<string, Block>;
}
