import type { Value, Values } from '../value';

/** Something that the provider or AWS refuses although the schema allows it. */
export interface Check {
  readonly type: string;
  /** The argument to blame. */
  readonly attribute: string;
  /** A page that says so. */
  readonly source: string;
  /** What is wrong and what is allowed; undefined where nothing is, or where a value is not known yet. */
  problem(config: Values): string | undefined;
}

/** An argument that takes one of a few values. */
export function oneOf(type: string, attribute: string, allowed: readonly (string | number)[], source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) => {
      const value = config[attribute];
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      return allowed.includes(value) ? undefined : `${show(value)} is none of ${allowed.map(show).join(', ')}.`;
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

function show(value: string | number): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
