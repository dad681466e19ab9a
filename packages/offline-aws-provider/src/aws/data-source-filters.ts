import { blocksOf, isObject, type Value, type Values } from '../protocol/value';
import type { Account } from './account';

/** Returns the resources of these types that have all these tags. */
export function taggedResources(types: readonly string[], tags: Value | undefined, account: Account): Values[] {
  const wanted = Object.entries(isObject(tags) ? tags : {});
  return types
    .flatMap((type) => account.resources(type))
    .filter(({ tags_all: own }) => wanted.every(([key, value]) => isObject(own) && own[key] === value));
}

/** Returns the sorted ids of resources. */
export function idsOf(resources: readonly Values[]): string[] {
  return resources.map(({ id }) => String(id)).sort();
}

/**
 * Returns the values of the filters by name.
 * @throws Error for a filter that is not in `supported`, or that has several values
 */
export function filtersOf({ filter }: Values, supported: readonly string[]): Record<string, string | undefined> {
  const filters = blocksOf(filter).map(({ name, values }) => [String(name), values] as const);
  for (const [name, values] of filters) {
    if (!supported.includes(name) || !Array.isArray(values) || values.length !== 1) {
      throw new Error(
        `The offline provider does not support the filter ${name}, or its number of values. Use ${supported.join(' or ')} with one value.`,
      );
    }
  }
  return Object.fromEntries(filters.map(([name, values]) => [name, String(values)]));
}
