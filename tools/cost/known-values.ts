import type { Block } from '../shared/synthesized-stack';

/**
 * Whether the price is known for the value of an argument. A text is the part of the value for which it is unknown.
 * @param values the arguments of the whole resource
 */
export type KnownValue = (value: unknown, values: Block) => boolean | string;

/** Whether an argument has no value. A plan contains empty values for arguments and blocks that are not set. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Not set. */
export const unset: KnownValue = isUnset;

/** Not set, `false` or 0. */
export const off: KnownValue = (value) => isUnset(value) || value === false || value === 0 || value === '0';

/** One of these values, but not an argument that is not set. */
export function oneOf(...values: readonly unknown[]): KnownValue {
  return (value) => values.includes(value);
}

/** One of these values, or not set: then AWS's default is one of them. */
export function unsetOr(...values: readonly unknown[]): KnownValue {
  return (value) => isUnset(value) || values.includes(value);
}

/** A number. */
export const aNumber: KnownValue = (value) => Number.isFinite(toNumber(value));

/** A number, or not set. */
export const optionalNumber: KnownValue = (value) => isUnset(value) || Number.isFinite(toNumber(value));

/** At most this number, or not set. */
export function atMost(limit: number | ((values: Block) => number)): KnownValue {
  return (value, values) => isUnset(value) || toNumber(value) <= (typeof limit === 'number' ? limit : limit(values));
}

/** At least this number, or not set. A plan has 0 for some numbers that are not set. */
export function atLeast(limit: number): KnownValue {
  return (value) => isUnset(value) || value === 0 || toNumber(value) >= limit;
}

/** A text without expressions, such as an instance type. */
export const literal: KnownValue = (value) => typeof value === 'string' && value !== '' && !value.includes('${');

/** Not set, or a value without such a part. The part is named. */
export function without(pattern: RegExp): KnownValue {
  return (value) => pattern.exec(JSON.stringify(value) ?? '')?.[0] ?? true;
}

function toNumber(value: unknown): number {
  return typeof value === 'string' && value.trim() !== ''
    ? Number(value)
    : typeof value === 'number'
      ? value
      : Number.NaN;
}
