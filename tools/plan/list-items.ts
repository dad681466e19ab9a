import { isDeepStrictEqual } from 'node:util';

/** A list item before a change, and the same item after the change. */
export interface ItemPair {
  /** The positions of the item in the lists before and after the change; undefined in a list without the item. */
  readonly indexes: readonly [string | undefined, string | undefined];
  /** The name of the item; the item's position if it has no name. */
  readonly label: string;
}

/** The keys that can identify the items of a list. For example, `name` identifies container definitions and environment variables. */
const identities = ['name', 'Sid', 'containerName', 'sourceVolume'];

/**
 * Pairs the items of two lists of objects. Items with names are paired by name, so that an added item does not shift
 * the others. Without names, equal items are paired first; then the remaining items are paired in their order.
 * @param notKnown Terraform's marks for the unknown values in `after`. An item whose values are all unknown is only in
 * these marks
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
