import { type Block, blocksOf } from '../shared/synthesized-stack';
import type { ArgumentChecks } from './argument-checks';
import { isUnset } from './value-checks';

/** The maximum length of a value in a reason, in characters. */
const maxValueCharacters = 60;

/**
 * Finds the first argument that has a value for which the price is unknown.
 * @param known the checks of arguments
 * @returns the argument and its value, such as `type = io2`; undefined if the price is known
 */
export function unknownArgument(values: Block, known: ArgumentChecks): string | undefined {
  for (const [path, isKnown] of Object.entries(known)) {
    for (const value of valuesAt(values, path.split('.'))) {
      const found = isKnown(value, values);
      if (found === true) continue;
      return reason(path, typeof found === 'string' ? found : value);
    }
  }
  return undefined;
}

/**
 * Returns the values at a path. Each list of blocks on the way yields several values. An expression in place of a block
 * is returned itself.
 */
function valuesAt(values: Block, [first = '', ...rest]: readonly string[]): readonly unknown[] {
  const value = values[first];
  if (rest.length === 0) return [value];
  if (isUnset(value)) return [];
  return typeof value === 'object' ? blocksOf(value, first).flatMap((one) => valuesAt(one, rest)) : [value];
}

function reason(path: string, value: unknown): string {
  if (isUnset(value)) return `${path} is not set`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${path} = ${text.length > maxValueCharacters ? `${text.slice(0, maxValueCharacters)}…` : text}`;
}
