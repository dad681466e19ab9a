import { type Binding, loadDataSourceBinding, loadProviderBinding, loadResourceBinding } from './bindings';
import { type Declaration, type Declarations, parseDeclarations } from './declarations';
import { describedBlocks } from './facts/described-blocks';
import { isSensitive } from './facts/sensitive';
import type { Attribute, Block, CtyType, NestedBlock, ProviderSchema } from './schema';

/** The resource and data-source types that a stack uses. */
export interface UsedTypes {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
}

/**
 * Derives the schema of hashicorp/aws from the installed `@cdktf/provider-aws`, so that the schema always fits the
 * bindings that the stacks are written with.
 *
 * @param types only what a stack uses: Terraform takes 0.1 s to load forty types and 2 s to load all of them.
 * @throws Error for a type that the bindings lack or that is written in an unknown way.
 */
export function deriveSchema(types: UsedTypes): ProviderSchema {
  return {
    provider: deriveBlock(loadProviderBinding(), 'provider'),
    resources: Object.fromEntries(
      types.resources.map((type) => [type, deriveBlock(loadResourceBinding(type), type)] as const),
    ),
    dataSources: Object.fromEntries(
      types.dataSources.map((type) => [type, deriveBlock(loadDataSourceBinding(type), `data.${type}`)] as const),
    ),
  };
}

function deriveBlock(binding: Binding, address: string): Block {
  const declarations = parseDeclarations(binding);
  return blockOf(declarations, declarations.root, address);
}

function blockOf(declarations: Declarations, struct: string, path: string): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const declaration of declarations.of(struct)) {
    const { name, isBlock } = declaration;
    const here = `${path}.${name}`;
    const described = describedBlocks[here];
    if (described !== undefined) {
      blocks[name] = described;
      continue;
    }
    // A block without a struct is of any shape.
    if (!isBlock || declaration.struct === undefined) {
      attributes[name] = attributeOf(declaration, typeOf(declarations, declaration), here);
      continue;
    }
    const nested = nestedBlockOf(declaration, blockOf(declarations, declaration.struct, here));
    // Terraform refuses a value of any type inside a set: the whole block becomes one attribute of any type.
    if (nested.nesting === 'set' && holdsDynamic(nested.block)) {
      attributes[name] = attributeOf(declaration, 'dynamic', here);
    } else {
      blocks[name] = nested;
    }
  }
  return { attributes, blocks };
}

function nestedBlockOf({ collection, isMany, required }: Declaration, block: Block): NestedBlock {
  if (collection === 'struct') return { nesting: 'single', block, minItems: 0, maxItems: 0 };
  return { nesting: collection ?? 'list', block, minItems: required ? 1 : 0, maxItems: isMany ? 0 : 1 };
}

function typeOf(declarations: Declarations, { struct, collection, element, isMany }: Declaration): CtyType {
  const kind = collection === 'struct' ? 'map' : collection;
  if (struct === undefined) return kind === undefined ? element : [kind, element];
  const fields = declarations.of(struct).map((field) => [field.name, typeOf(declarations, field)] as const);
  const object: CtyType = ['object', Object.fromEntries(fields)];
  return isMany && kind !== undefined ? [kind, object] : object;
}

function attributeOf(declaration: Declaration, type: CtyType, path: string): Attribute {
  const { required, optional, computed, name } = declaration;
  return {
    type,
    required,
    optional,
    computed,
    sensitive: isSensitive(path),
    writeOnly: optional && name.endsWith('_wo'),
  };
}

function holdsDynamic(block: Block): boolean {
  return (
    Object.values(block.attributes).some((attribute) => JSON.stringify(attribute.type).includes('"dynamic"')) ||
    Object.values(block.blocks).some((nested) => holdsDynamic(nested.block))
  );
}
