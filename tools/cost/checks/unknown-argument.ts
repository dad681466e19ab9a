import { type Block, blocksOf } from '../../shared/synthesized-stack';
import { type ArgumentChecks, isUnset } from './value-checks';

/** The maximum length of a value in a reason, in characters. A longer value is cut off. */
const maxValueCharacters = 60;
/** Matches a `dynamic` block in the JSON of a resource, even inside another block. */
const dynamicBlock = /"dynamic":\[?\{"(\w+)"/;

/**
 * Finds the first argument whose value makes the price unknown.
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
 * Returns the values at a path, such as `ebs.iops`. If `ebs` is a list of blocks, returns one value per block. If the
 * value is an expression instead of a block, returns the expression.
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
