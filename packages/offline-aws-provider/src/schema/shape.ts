import type { CtyType } from './provider-schema';

/** The type of an argument or attribute, in the terms of the generated TypeScript. A nested object is called a struct. */
export interface Shape {
  /** The name of the struct if the value is a struct or a collection of structs, otherwise undefined. */
  readonly struct: string | undefined;
  /** The kind of collection, or undefined for a single value. The generator's word `struct` means a single block that is not in a list. */
  readonly collection: 'list' | 'set' | 'map' | 'struct' | undefined;
  /** The type of the value, or of an element of the collection. It has no meaning if `struct` is set. */
  readonly element: CtyType;
  /** Whether the collection may have more than one element. */
  readonly isMany: boolean;
}

/** Returns the name of the struct that belongs to a class or type in the generated TypeScript, or undefined if there is no such struct. */
export type FindStruct = (className: string) => string | undefined;

const nestedObject = /= new (\w+)\(this, "\w+"(?:, (true|false))?\)/;
const accessor = /get(\w+)Attribute\(|new cdkt[fn]\.(\w+Map)\(|(interpolationForAttribute)\(/;

/** The entry of an argument in a `…ToHclTerraform` function of the generated TypeScript. */
export interface ArgumentEntry {
  /** The call that converts the value. */
  readonly mapping: string;
  readonly type: string;
  /** The `storageClassType`. */
  readonly storage: string;
}

/** Returns the shape of an argument. */
export function argumentShape({ mapping, type, storage }: ArgumentEntry, findStruct: FindStruct): Shape {
  const isMany = /(list|hash)MapperHcl\(/.test(mapping);
  const collection = type === 'simple' ? undefined : (type as Shape['collection']);
  const struct = findStruct(storage);
  if (struct !== undefined) return { struct, collection, element: 'dynamic', isMany };
  const stored = storageType(storage);
  return { struct, collection, element: typeof stored === 'string' ? stored : elementOf(stored), isMany };
}

/**
 * Returns the shape of a computed attribute, from the code of its getter in the generated TypeScript.
 * @returns undefined if the code has an unknown format
 */
export function computedShape(code: string, findStruct: FindStruct): Shape | undefined {
  const [, className, isSet] = nestedObject.exec(code) ?? [];
  const struct = className === undefined ? undefined : findStruct(className);
  if (struct !== undefined) {
    if (isSet === undefined) return { struct, collection: undefined, element: 'dynamic', isMany: false };
    return { struct, collection: isSet === 'true' ? 'set' : 'list', element: 'dynamic', isMany: true };
  }
  const [, attributeKind, mapKind, untyped] = accessor.exec(code) ?? [];
  const storage = attributeKind ?? mapKind ?? (untyped && 'any');
  if (storage === undefined) return undefined;
  const stored = storageType(lowerFirst(storage === 'List' ? 'stringList' : storage));
  if (typeof stored === 'string') return { struct, collection: undefined, element: stored, isMany: false };
  // The getter of a set converts it to a list, because sets have no index.
  const collection = stored[0] === 'map' ? 'map' : code.includes('Fn.tolist(') ? 'set' : 'list';
  return { struct, collection, element: elementOf(stored), isMany: true };
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Returns the type for a `storageClassType` that is not a struct, for example `string`, `numberList` or `stringMapList`. */
function storageType(storage: string): CtyType {
  const [, inner, outer] = /^(.+)(List|Map)$/.exec(storage) ?? [];
  if (inner !== undefined) return [outer === 'List' ? 'list' : 'map', storageType(inner)];
  if (storage === 'boolean') return 'bool';
  return storage === 'string' || storage === 'number' ? storage : 'dynamic';
}

function elementOf(type: Exclude<CtyType, string>): CtyType {
  return type[0] === 'object' ? type : type[1];
}
