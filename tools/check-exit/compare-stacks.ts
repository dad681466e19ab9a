import { isObject, type Json } from '../shared/json';

/** The JSON of each stack, by the stack's name. */
export type Stacks = Readonly<Record<string, Json>>;

export interface Comparison {
  /** The versions that changed as expected, such as `hashicorp/aws 6.25.0 -> 6.66.0`. */
  readonly versions: readonly string[];
  /**
   * A sentence for every other difference, with the name of the stack and the path in its JSON. An empty list if the
   * stacks are the same.
   */
  readonly differences: readonly string[];
}

interface StackDifference {
  /** The path of a value in the JSON, such as `resource.aws_lb.app.tags.Name` or `output[0]`. */
  readonly path: string;
  /** The value in the first of the two compared syntheses; undefined if only the second contains the path. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * For each path that contains a version, the name of its package or provider. These versions may differ between CDK for
 * Terraform and CDK Terrain.
 */
const versionPaths: Readonly<Record<string, string>> = {
  '//.metadata.version': 'cdktf',
  'terraform.required_providers.aws.version': 'hashicorp/aws',
};
const longestValue = 100;

/** Compares the JSON of the stacks of two syntheses. The order of keys does not matter, but the order of list items does. */
export function compareStacks(before: Stacks, after: Stacks): Comparison {
  const versions = new Set<string>();
  const differences: string[] = [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const name of names) {
    for (const difference of findDifferences(before[name], after[name], '')) {
      const subject = versionPaths[difference.path];
      if (subject !== undefined && typeof difference.before === 'string' && typeof difference.after === 'string') {
        versions.add(`${subject} ${difference.before} -> ${difference.after}`);
      } else {
        differences.push(describe(name, difference));
      }
    }
  }
  return { versions: [...versions], differences };
}

function findDifferences(before: Json | undefined, after: Json | undefined, path: string): StackDifference[] {
  if (before === after) return [];
  if (isList(before) && isList(after)) {
    const indexes = [...Array(Math.max(before.length, after.length)).keys()];
    return indexes.flatMap((index) => findDifferences(before[index], after[index], `${path}[${index}]`));
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => findDifferences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return [{ path, before, after }];
}

function describe(stack: string, { path, before, after }: StackDifference): string {
  const place = path === '' ? stack : `${stack}: ${path}`;
  if (after === undefined) return `${place} is missing; it was ${shorten(before)}`;
  if (before === undefined) return `${place} is new: ${shorten(after)}`;
  return `${place} was ${shorten(before)} and is ${shorten(after)}`;
}

function shorten(value: Json | undefined): string {
  const text = String(JSON.stringify(value));
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
