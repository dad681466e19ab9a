import { isObject, type Value, type Values } from '../value';

/** Something that the provider or AWS refuses although the schema allows it. */
export interface Check {
  readonly type: string;
  /** The argument to blame, inside a block with dots: `runtime_platform.cpu_architecture`. */
  readonly attribute: string;
  /** A page that says so. */
  readonly source: string;
  /** What is wrong and what is allowed; undefined where nothing is, or where a value is not known yet. */
  problem(config: Values): string | undefined;
}

/** An argument that takes one of a few values, wherever it occurs: in each of several blocks, in a list. */
export function oneOf(type: string, attribute: string, allowed: readonly (string | number)[], source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) => {
      const wrong = occurrences(config, attribute)
        .filter((value) => typeof value === 'string' || typeof value === 'number')
        .find((value) => !allowed.includes(value));
      return wrong === undefined ? undefined : `${show(wrong)} is none of ${allowed.map(show).join(', ')}.`;
    },
  };
}

/** An argument that has to look like a pattern; `allowed` says the same to a person. */
export function matching(type: string, attribute: string, pattern: RegExp, allowed: string, source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) => {
      const value = config[attribute];
      return typeof value !== 'string' || pattern.test(value)
        ? undefined
        : `${show(value)} is not allowed: ${allowed}.`;
    },
  };
}

/** Whether an argument is given, known or not: an empty list of blocks is not. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** The values of an argument in all blocks that have it, each member of a list by itself. */
function occurrences(config: Values, path: string): Value[] {
  return path
    .split('.')
    .reduce<Value[]>((found, name) => found.filter(isObject).flatMap((values) => values[name] ?? []), [config]);
}

function show(value: string | number): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
