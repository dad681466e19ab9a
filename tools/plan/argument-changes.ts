import { isDeepStrictEqual } from 'node:util';
import { at, isObject } from '../shared/json';
import type { Change } from '../terraform/plan-json';
import { containsMark } from '../terraform/plan-values';
import { isScalars, parsed, valueOrNull } from './argument-values';
import { pairItems } from './list-items';

/** One argument that a plan changes. The values are JSON; `null` means that the argument is not set. */
export interface ArgumentChange {
  /**
   * The path of the argument, such as `container_definitions[app].image`. Brackets contain the name of a list item, or
   * the item's position if it has no name.
   */
  readonly path: string;
  /** The value before the apply; undefined if it is sensitive. */
  readonly before?: unknown;
  /** The value after the apply; undefined if it is sensitive. Parts that are known only after the apply are missing. */
  readonly after?: unknown;
  /** Whether Terraform marks the values as sensitive. */
  readonly sensitive?: true;
  /** Whether `after`, or a part of it, is known only after the apply. */
  readonly unknown?: true;
}

/** One part of a resource: its values, and Terraform's marks for what is unknown or sensitive. */
interface Part {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly notKnown: unknown;
  readonly hiddenBefore: unknown;
  readonly hiddenAfter: unknown;
}

/**
 * Returns the arguments of a resource that a plan changes. Strings that contain JSON are compared as JSON. Sensitive
 * values are left out.
 */
export function argumentChanges(change: Change): ArgumentChange[] {
  return compare({
    path: '',
    before: change.before,
    after: change.after,
    notKnown: change.after_unknown,
    hiddenBefore: change.before_sensitive,
    hiddenAfter: change.after_sensitive,
  });
}

/** Returns the top-level argument of a path: `container_definitions` for `container_definitions[app].image`. */
export function argumentOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

function compare(part: Part): ArgumentChange[] {
  const [before, after] = [parsed(part.before), parsed(part.after)];
  if (isDeepStrictEqual(valueOrNull(before), valueOrNull(after)) && !containsMark(part.notKnown)) return [];
  const isWhole = part.notKnown === true || part.hiddenBefore === true || part.hiddenAfter === true;
  if (!isWhole && isObject(before) && isObject(after)) {
    const keys = new Set([before, after, Object(part.notKnown)].flatMap(Object.keys));
    return [...keys].flatMap((key) => compare(childPart({ ...part, before, after }, [key, key], key)));
  }
  if (!isWhole && Array.isArray(before) && Array.isArray(after) && !isScalars(before, after)) {
    return pairItems(before, after, part.notKnown).flatMap(({ indexes, label }) =>
      compare(childPart({ ...part, before, after }, indexes, `[${label}]`)),
    );
  }
  return [changed(part, before, after)];
}

/**
 * Returns the part at one key of two objects, or the part for one item of two lists. The item may have another index in
 * each list.
 */
function childPart(
  part: Part,
  [keyBefore, keyAfter]: readonly [string | undefined, string | undefined],
  step: string,
): Part {
  const { path } = part;
  return {
    path: path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`,
    before: at(part.before, keyBefore),
    after: at(part.after, keyAfter),
    notKnown: at(part.notKnown, keyAfter),
    hiddenBefore: at(part.hiddenBefore, keyBefore),
    hiddenAfter: at(part.hiddenAfter, keyAfter),
  };
}

function changed({ path, notKnown, hiddenBefore, hiddenAfter }: Part, before: unknown, after: unknown): ArgumentChange {
  const unknown = containsMark(notKnown) ? ({ unknown: true } as const) : {};
  // If only one of the values is sensitive, both are left out, because the other one may be the same.
  if (containsMark(hiddenBefore) || containsMark(hiddenAfter)) return { path, sensitive: true, ...unknown };
  // An item that is known only after the apply is null in `after`.
  const known = Array.isArray(after) ? after.filter((_, index) => at(notKnown, String(index)) !== true) : after;
  return { path, before: valueOrNull(before), ...(notKnown === true ? {} : { after: valueOrNull(known) }), ...unknown };
}
