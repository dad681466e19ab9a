import { isObject, type Value, type Values } from '../value';

/** Whether an argument is given, known or not: an empty list of blocks is not. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** The blocks of a name; none where they are not known yet. */
export function blocksOf(value: Value | undefined): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The values of an argument in all blocks that have it, each member of a list by itself. */
export function occurrences(config: Values, path: string): Value[] {
  return path
    .split('.')
    .reduce<Value[]>((found, name) => found.filter(isObject).flatMap((values) => values[name] ?? []), [config]);
}
