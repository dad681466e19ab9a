import { type Binding, loadDataSourceBinding, loadProviderBinding, loadResourceBinding } from './binding';
import { type Declaration, type Declarations, parseDeclarations } from './declarations';
import { ephemeralResourceBlock } from './ephemeral-resource-blocks';
import type { Attribute, Block, CtyType, NestedBlock, ProviderSchema } from './provider-schema';
import { isSensitive } from './sensitive-attributes';
import { untypedBlocks } from './untyped-blocks';
import type { UsedTypes } from './used-types';

/**
 * Derives the schema of hashicorp/aws from the installed `@cdktf/provider-aws`, so that the schema always fits the bindings of the stacks.
 * @param types the types to include. Terraform loads the schemas of 40 types in 0.1 s, and of all types in 2 s.
 * @throws Error if the bindings lack a type, or have an unknown format
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
    ephemeralResources: Object.fromEntries(
      (types.ephemeralResources ?? []).map((type) => [type, ephemeralResourceBlock(type)] as const),
    ),
  };
}

function deriveBlock(binding: Binding, path: string): Block {
  const declarations = parseDeclarations(binding);
  return blockOf(declarations, declarations.root, path);
}

function blockOf(declarations: Declarations, struct: string, path: string): Block {
  const attributes: Record<string, Attribute> = {};
  const blocks: Record<string, NestedBlock> = {};
  for (const declaration of declarations.of(struct)) {
    const { name, isBlock } = declaration;
    const namePath = `${path}.${name}`;
    const untyped = untypedBlocks[namePath];
    if (untyped !== undefined) {
      blocks[name] = untyped;
      continue;
    }
    // A block without a struct has the type `any` in the bindings, so it becomes an attribute.
    if (!isBlock || declaration.struct === undefined) {
      attributes[name] = attributeOf(declaration, typeOf(declarations, declaration), namePath);
      continue;
    }
    const nested = nestedBlockOf(declaration, blockOf(declarations, declaration.struct, namePath));
    // Terraform rejects a dynamic type in a set, so the whole block becomes one attribute of dynamic type.
    if (nested.nesting === 'set' && hasDynamicType(nested.block)) {
      attributes[name] = attributeOf(declaration, 'dynamic', namePath);
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

function hasDynamicType(block: Block): boolean {
  return (
    Object.values(block.attributes).some((attribute) => JSON.stringify(attribute.type).includes('"dynamic"')) ||
    Object.values(block.blocks).some((nested) => hasDynamicType(nested.block))
  );
}
