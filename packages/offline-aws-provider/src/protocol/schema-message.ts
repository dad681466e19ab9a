import type { Block, Nesting } from '../schema/provider-schema';

/** The values of `Schema.NestedBlock.NestingMode` in Terraform's plugin protocol. */
const nestingModes: Record<Nesting, number> = { single: 1, list: 2, set: 3, map: 4 };

/** Converts a schema to the message `Schema` of Terraform's plugin protocol. */
export function schemaMessage(block: Block): object {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage(block: Block): object {
  return {
    attributes: Object.entries(block.attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      ...flags,
      name,
      type: Buffer.from(JSON.stringify(type)),
      write_only: writeOnly,
    })),
    block_types: Object.entries(block.blocks).map(([name, nested]) => ({
      type_name: name,
      block: blockMessage(nested.block),
      nesting: nestingModes[nested.nesting],
      min_items: nested.minItems,
      max_items: nested.maxItems,
    })),
  };
}
