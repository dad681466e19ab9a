import type { CtyType } from './schema';

/** What kind of value an argument or attribute holds, as the generated TypeScript tells it. */
export interface Shape {
  /** The nested struct, where the value is one or a collection of them. */
  readonly struct: string | undefined;
  /** `struct` is the generator's word for a block that occurs once and is not a list. */
  readonly collection: 'list' | 'set' | 'map' | 'struct' | undefined;
  /** The type of the value, or of one element of the collection; meaningless where there is a struct. */
  readonly element: CtyType;
  /** Whether more than one element is allowed. */
  readonly isMany: boolean;
}

/** Tells which struct a class or a type name of the generated code stands for, if any. */
export type FindStruct = (className: string) => string | undefined;

const nestedObject = /= new (\w+)\(this, "\w+"(?:, (true|false))?\)/;
const accessor = /get(\w+)Attribute\(|new cdkt[fn]\.(\w+Map)\(|(interpolationForAttribute)\(/;

/**
 * The shape of what can be configured, by its entry in a `…ToHclTerraform` function.
 * @param mapping the call that turns the value into Terraform's
 */
export function configurableShape(mapping: string, type: string, storage: string, findStruct: FindStruct): Shape {
  const isMany = /(list|hash)MapperHcl\(/.test(mapping);
  const collection = type === 'simple' ? undefined : (type as Shape['collection']);
  const struct = findStruct(storage);
  if (struct !== undefined) return { struct, collection, element: 'dynamic', isMany };
  const stored = storedType(storage);
  return { struct, collection, element: typeof stored === 'string' ? stored : elementOf(stored), isMany };
}

/** The shape of what only AWS sets, by the code that reads it; undefined where that is written in no known way. */
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
  const stored = storedType(lowerFirst(storage === 'List' ? 'stringList' : storage));
  if (typeof stored === 'string') return { struct, collection: undefined, element: stored, isMany: false };
  // The bindings turn sets into lists to make them readable by index.
  const collection = stored[0] === 'map' ? 'map' : code.includes('Fn.tolist(') ? 'set' : 'list';
  return { struct, collection, element: elementOf(stored), isMany: true };
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** `string`, `numberList`, `stringMapList`: the generator's names of the types that are no structs. */
function storedType(storage: string): CtyType {
  const [, inner, outer] = /^(.+)(List|Map)$/.exec(storage) ?? [];
  if (inner !== undefined) return [outer === 'List' ? 'list' : 'map', storedType(inner)];
  if (storage === 'boolean') return 'bool';
  return storage === 'string' || storage === 'number' ? storage : 'dynamic';
}

function elementOf(type: Exclude<CtyType, string>): CtyType {
  return type[0] === 'object' ? type : type[1];
}
