import type { Block } from './synthesized-stack';

/**
 * Returns how many instances of a resource its `count` or `for_each` creates. If only Terraform can evaluate the
 * argument, returns it as text.
 */
export function resourceCount(block: Block): number | string {
  const { count, for_each: forEach } = block;
  if (needsImage(block)) return 1;
  if (count !== undefined) return /^\d+$/.test(String(count)) ? Number(count) : `count = ${count}`;
  if (forEach === undefined || forEach === null) return 1;
  if (typeof forEach === 'object') return Object.keys(forEach).length;
  const [, list] = /^\$\{toset\((\["[^$]*"\])\)\}$/.exec(String(forEach)) ?? [];
  return list === undefined ? `for_each = ${forEach}` : new Set(JSON.parse(list) as string[]).size;
}

/** Whether the resource exists only if an image is deployed: its `count` is 1 with an image, and 0 without one. */
export function needsImage({ count }: Block): boolean {
  return /\bdeployed_image\b.*\? 0 : 1\b/.test(String(count));
}
