import type { Block } from '../shared/synthesized-stack';

/**
 * Checks the value of an argument.
 * @param values all arguments of the resource
 * @returns whether the price is known for the value; or as text, the part of the value for which it is unknown
 */
export type ValueCheck = (value: unknown, values: Block) => boolean | string;

/** Whether an argument is not set. For such arguments and blocks, a plan contains empty values. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Accepts an argument that is not set. */
export const unset: ValueCheck = isUnset;

/** Accepts an argument that is not set, `false` or 0. */
export const off: ValueCheck = (value) => isUnset(value) || value === false || value === 0 || value === '0';

/** Accepts one of these values. The argument must be set. */
export function oneOf(...values: readonly unknown[]): ValueCheck {
  return (value) => values.includes(value);
}

/** Accepts one of these values, or an argument that is not set, because AWS's default is one of these values. */
export function unsetOr(...values: readonly unknown[]): ValueCheck {
  return (value) => isUnset(value) || values.includes(value);
}

/** Accepts a number. The argument must be set. */
export const aNumber: ValueCheck = (value) => Number.isFinite(toNumber(value));

/** Accepts a number, or an argument that is not set. */
export const optionalNumber: ValueCheck = (value) => isUnset(value) || Number.isFinite(toNumber(value));

/** Accepts a number up to this limit, or an argument that is not set. */
export function atMost(limit: number | ((values: Block) => number)): ValueCheck {
  return (value, values) => isUnset(value) || toNumber(value) <= (typeof limit === 'number' ? limit : limit(values));
}

/** Accepts a number from this limit on, or an argument that is not set. A plan contains 0 for some numbers that are not set. */
export function atLeast(limit: number): ValueCheck {
  return (value) => isUnset(value) || value === 0 || toNumber(value) >= limit;
}

/** Accepts a text without expressions, such as the name of an instance type. */
export const literal: ValueCheck = (value) => typeof value === 'string' && value !== '' && !value.includes('${');

/** Accepts a value in which the pattern matches nothing. For another value, returns the text that matches. */
export function without(pattern: RegExp): ValueCheck {
  return (value) => pattern.exec(JSON.stringify(value) ?? '')?.[0] ?? true;
}

function toNumber(value: unknown): number {
  return typeof value === 'string' && value.trim() !== ''
    ? Number(value)
    : typeof value === 'number'
      ? value
      : Number.NaN;
}
