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

/** An argument that has to look like a pattern, wherever it occurs; `allowed` says the same to a person. */
export function matching(type: string, attribute: string, pattern: RegExp, allowed: string, source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) => {
      const texts = occurrences(config, attribute).filter((value) => typeof value === 'string');
      const wrong = texts.find((text) => !pattern.test(text));
      return wrong === undefined ? undefined : `${show(wrong)} is not allowed: ${allowed}.`;
    },
  };
}

/** A number, in quotes or not, that lies between two others, which are allowed too. */
export function between(
  type: string,
  attribute: string,
  [lowest, highest]: readonly [number, number],
  source: string,
): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) => {
      const wrong = occurrences(config, attribute)
        .filter((value) => typeof value === 'string' || typeof value === 'number')
        .find((value) => !(Number(value) >= lowest && Number(value) <= highest));
      return wrong === undefined ? undefined : `${show(wrong)} does not lie between ${lowest} and ${highest}.`;
    },
  };
}

/** A minimum that does not lie above its maximum. */
export function ordered(type: string, least: string, most: string, source: string): Check {
  return {
    type,
    attribute: least,
    source,
    problem: ({ [least]: min, [most]: max }) =>
      typeof min === 'number' && typeof max === 'number' && min > max
        ? `the minimum of ${min} lies above the maximum of ${max}.`
        : undefined,
  };
}

/** An argument that holds a JSON document. */
export function json(type: string, attribute: string, source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: ({ [attribute]: text }) => {
      if (typeof text !== 'string') return undefined;
      try {
        JSON.parse(text);
        return undefined;
      } catch (error) {
        return `this is no JSON: ${(error as Error).message}.`;
      }
    },
  };
}

/** Two arguments of which at most one may be given. */
export function exclusive(type: string, attribute: string, other: string, source: string): Check {
  return {
    type,
    attribute,
    source,
    problem: (config) =>
      isGiven(config[attribute]) && isGiven(config[other])
        ? `${attribute} and ${other} exclude each other: leave one of them out.`
        : undefined,
  };
}

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

function show(value: string | number): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
