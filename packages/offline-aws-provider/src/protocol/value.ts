/** A value that is known only after an apply. Terraform may add constraints (refinements), which the provider returns unchanged. */
export class Unknown {
  constructor(
    readonly extensionType: number,
    readonly data: Uint8Array,
  ) {}
}

/** A Terraform value. Objects and maps are both records, because only the schema distinguishes them. */
export type Value = null | boolean | number | string | Uint8Array | Unknown | Value[] | Values;

/** The attributes and blocks of a resource, a data source or a block, by name. */
export type Values = { [name: string]: Value };

/** Whether a value is an object or a map. */
export function isObject(value: Value | undefined): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Uint8Array)
  );
}

/** Whether a value is known and not null. Returns false for a missing value. */
export function isKnown(value: Value | undefined): value is Exclude<Value, null | Unknown> {
  return value !== undefined && value !== null && !(value instanceof Unknown);
}

/** Whether a value contains nothing unknown, at any depth. */
export function isWhollyKnown(value: Value): boolean {
  if (value instanceof Unknown) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return isObject(value) ? Object.values(value).every(isWhollyKnown) : true;
}

/** Returns the blocks in the value of an argument, or an empty list if the value is missing or unknown. */
export function blocksOf(value: Value | undefined): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * Returns the values at a path, from every block on the path. A list contributes each of its elements as a separate value.
 * @param path names of blocks, then the name of an argument, for example `load_balancer.target_group_arn`
 */
export function valuesAt(values: Values, path: string): Value[] {
  return path
    .split('.')
    .reduce<Value[]>((found, name) => found.filter(isObject).flatMap((block) => block[name] ?? []), [values]);
}
