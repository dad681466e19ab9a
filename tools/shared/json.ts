/** A value in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether a value of JSON is an object, and neither a list nor `null`. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the value at a path; undefined if there is none. */
export function follow(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>(at, value);
}

/** Returns the value at a key or index; undefined if there is none. */
export function at(value: Json | undefined, key: string | undefined): Json | undefined;
export function at(value: unknown, key: string | undefined): unknown;
export function at(value: unknown, key: string | undefined): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
