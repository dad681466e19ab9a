import { type Binding, loadDataSourceBinding, loadProviderBinding, loadResourceBinding } from './bindings';
import { type Declaration, parseDeclarations } from './declarations';
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
  return blockOf(declarations.root, address);

  function blockOf(struct: string, path: string): Block {
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, NestedBlock> = {};
    for (const declaration of declarations.of(struct)) {
      const here = `${path}.${declaration.name}`;
      // The bindings leave WAF's statements open: blocks of any shape.
      const isOpen = declaration.struct === undefined && declaration.element === 'dynamic';
      if (!declaration.isBlock || isOpen) {
        attributes[declaration.name] = attributeOf(declaration, typeOf(declaration, here), here);
        continue;
      }
      const nested = nestedBlockOf(declaration, here);
      // Terraform refuses a dynamic type inside a set: the whole block becomes one attribute of any type.
      if (nested.nesting === 'set' && holdsDynamic(nested.block)) {
        attributes[declaration.name] = attributeOf(declaration, 'dynamic', here);
      } else {
        blocks[declaration.name] = nested;
      }
    }
    return { attributes, blocks };
  }

  function nestedBlockOf(declaration: Declaration, path: string): NestedBlock {
    const { collection, struct, isMany, required } = declaration;
    if (struct === undefined) throw unreadable(path, 'a block without a struct');
    return {
      nesting: collection === 'struct' ? 'single' : (collection ?? 'list'),
      block: blockOf(struct, path),
      minItems: required && collection !== 'struct' ? 1 : 0,
      maxItems: isMany || collection === 'struct' ? 0 : 1,
    };
  }

  function typeOf(declaration: Declaration, path: string): CtyType {
    const { struct, collection, element, isMany } = declaration;
    if (struct === undefined) return collection === undefined ? element : [collectionOf(collection), element];
    const object: CtyType = ['object', objectTypeOf(struct, path)];
    return isMany && collection !== undefined ? [collectionOf(collection), object] : object;
  }

  function collectionOf(collection: NonNullable<Declaration['collection']>): 'list' | 'set' | 'map' {
    return collection === 'struct' ? 'map' : collection;
  }

  function objectTypeOf(struct: string, path: string): Record<string, CtyType> {
    return Object.fromEntries(
      declarations.of(struct).map((field) => [field.name, typeOf(field, `${path}.${field.name}`)] as const),
    );
  }
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

function unreadable(path: string, what: string): Error {
  return new Error(`Cannot derive the schema of ${path}: ${what}. The bindings are written in a way not seen before.`);
}
