import { isDeepStrictEqual } from 'node:util';

/** An item of a list before and after a change. */
export interface ItemPair {
  /** Its positions before and after; undefined if it was added or removed. */
  readonly indexes: readonly [string | undefined, string | undefined];
  /** Its name, or otherwise its position. */
  readonly label: string;
}

/**
 * The keys that identify the items of a list: for example, `name` identifies container definitions and environment
 * variables.
 */
const identities = ['name', 'Sid', 'containerName', 'sourceVolume'];

/**
 * Pairs the items of two lists of objects: by name if they have one, so that an added item does not shift the rest;
 * otherwise equal items first, and then the others in order.
 * @param notKnown Terraform's marks of `after`; an item that is completely unknown is only in these
 */
export function pairItems(before: readonly unknown[], after: readonly unknown[], notKnown: unknown): ItemPair[] {
  const length = Math.max(after.length, Array.isArray(notKnown) ? notKnown.length : 0);
  const identity = identities.find(
    (key) => isIdentity(key, before) && isIdentity(key, after) && length === after.length,
  );
  if (identity !== undefined) return pairByName(names(before, identity), names(after, identity));
  const positions = Array.from({ length }, (_, index) => index);
  const left = new Set(positions);
  const removed: number[] = [];
  for (const [index, item] of before.entries()) {
    const same = [...left].find((position) => position < after.length && isDeepStrictEqual(after[position], item));
    if (same === undefined) removed.push(index);
    else left.delete(same);
  }
  const added = [...left];
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => ({
    indexes: [removed[index]?.toString(), added[index]?.toString()],
    label: String(added[index] ?? removed[index]),
  }));
}

function pairByName(before: readonly string[], after: readonly string[]): ItemPair[] {
  const index = (list: readonly string[], name: string) =>
    list.includes(name) ? String(list.indexOf(name)) : undefined;
  return [...new Set([...before, ...after])].map((name) => ({
    indexes: [index(before, name), index(after, name)],
    label: name,
  }));
}

function isIdentity(key: string, list: readonly unknown[]): boolean {
  const found = names(list, key);
  return found.every((name) => typeof name === 'string' && name !== '') && new Set(found).size === found.length;
}

function names(list: readonly unknown[], key: string): string[] {
  return list.map((item) => (item as Record<string, string> | null)?.[key] as string);
}
