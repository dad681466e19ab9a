/** The arguments of a block, by Terraform's names. */
export type Attributes = Readonly<Record<string, unknown>>;

/**
 * Returns the nested blocks that have this name. `dynamic` blocks are not included. In the JSON of cdktf, one block is an object, and
 * several blocks are a list.
 */
export function blocksIn(attributes: Attributes, name: string): Attributes[] {
  return objectsIn(attributes[name]);
}

/** Returns the nested blocks that have this name, and those that Terraform may create from `dynamic` blocks. */
export function possibleBlocksIn(attributes: Attributes, name: string): Attributes[] {
  const repeated = objectsIn(attributes.dynamic).flatMap((dynamic) => objectsIn(dynamic[name]));
  return [...blocksIn(attributes, name), ...repeated.flatMap(({ content }) => objectsIn(content))];
}

/** Whether an argument is known to be true. The value of a Terraform expression is unknown, so it does not count as true. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/**
 * Whether an argument is known to be false, or is absent. The value of a Terraform expression is unknown, so it does not count as false.
 */
export function isFalse(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 'false';
}

export function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the strings in a list, or a single string as a list. For any other value, it returns an empty list. */
export function stringsIn(value: unknown): string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}

/** Returns all strings in a block, at any depth, each with the name of the innermost argument that contains it. */
export function textsIn(value: unknown, argument = ''): { readonly argument: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ argument, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, argument));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => textsIn(item, name)) : [];
}

/** Returns the objects in a list, or a single object as a list. */
export function objectsIn(value: unknown): Attributes[] {
  return [value].flat().filter(isObject);
}
