/** A type in Terraform's JSON notation, as in the output of `terraform providers schema -json`. */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | ['list' | 'set' | 'map', CtyType]
  | ['object', Record<string, CtyType>];

/**
 * The schema of an attribute. The configuration sets the value (`required` or `optional`), the provider sets it (`computed`), or either of
 * them does (`optional` and `computed`).
 */
export interface Attribute {
  readonly type: CtyType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  /** Whether Terraform sends the value to the provider, but stores it neither in plans nor in states. */
  readonly writeOnly: boolean;
}

/** How the blocks with one name are represented: as a single object, or as a list, set or map of objects. */
export type Nesting = 'single' | 'list' | 'set' | 'map';

/** The schema of a nested block. */
export interface NestedBlock {
  readonly nesting: Nesting;
  readonly block: Block;
  readonly minItems: number;
  /** The maximum number of blocks. 0 means that the number is not limited. */
  readonly maxItems: number;
}

/** The schema of a resource, a data source, a provider configuration or a block: its attributes and nested blocks, by name. */
export interface Block {
  readonly attributes: Record<string, Attribute>;
  readonly blocks: Record<string, NestedBlock>;
}

/**
 * The schema of a provider: the schema of its configuration, and the schemas of the requested types of resources, data sources and
 * ephemeral resources.
 */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Record<string, Block>;
  readonly dataSources: Record<string, Block>;
  readonly ephemeralResources: Record<string, Block>;
}
