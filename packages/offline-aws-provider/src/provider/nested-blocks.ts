import { isObject, type Value, type Values } from '../protocol/value';
import type { Nesting } from '../schema/provider-schema';

/** Returns the value of an argument after applying `change` to each block in it. */
export function mapBlocks(value: Value, nesting: Nesting, change: (block: Values) => Values): Value {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? change(item) : item));
  if (!isObject(value)) return value;
  if (nesting !== 'map') return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isObject(item) ? change(item) : item]));
}
