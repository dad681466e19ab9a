import { type Block, blocksOf } from '../shared/synthesized-stack';
import type { ArgumentChecks } from './argument-checks';
import { isUnset } from './value-checks';

/** The maximum number of characters of a value that a reason contains. */
const maxValueCharacters = 60;
/** Finds a `dynamic` block in the JSON of a resource, also within other blocks. */
const dynamicBlock = /"dynamic":\[?\{"(\w+)"/;

/**
 * Finds the first argument that has a value for which the price is unknown.
 * @returns the argument and its value, such as `type = io2`; `dynamic "rule"` for blocks that only Terraform can
 * generate; undefined if the price is known
 */
export function unknownArgument(values: Block, checks: ArgumentChecks): string | undefined {
  const [, generated] = dynamicBlock.exec(JSON.stringify(values)) ?? [];
  if (generated !== undefined && Object.keys(checks).length > 0) return `dynamic "${generated}"`;
  for (const [path, isKnown] of Object.entries(checks)) {
    for (const value of valuesAt(values, path.split('.'))) {
      const found = isKnown(value, values);
      if (found === true) continue;
      return reason(path, typeof found === 'string' ? found : value);
    }
  }
  return undefined;
}

/**
 * Returns the values at a path, such as `ebs.iops`: one value for each block in the lists along the path. If an
 * expression replaces a block, returns the expression.
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
