import type { Block } from '../../shared/synthesized-stack';
import { numberOf } from '../resources/priced-resources';

/**
 * Checks whether the price is known for the value of an argument.
 * @param values all arguments of the resource
 * @returns true if the price is known; false if the whole value makes the price unknown; otherwise, the part of the
 * value that does
 */
export type ValueCheck = (value: unknown, values: Block) => boolean | string;

/**
 * The checks of a resource's arguments. A key is the name of an argument, or its path in blocks, such as `ebs.iops`.
 */
export type ArgumentChecks = Readonly<Record<string, ValueCheck>>;

/** Whether an argument or block is not set. In a plan, its value is then null, an empty string or an empty list. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Accepts an argument that is not set. */
export const unset: ValueCheck = isUnset;

/** Accepts `false`, 0, or an argument that is not set. */
export const off: ValueCheck = (value) => isUnset(value) || value === false || value === 0 || value === '0';

/** Accepts one of these values. The argument must be set. */
export function oneOf(...values: readonly unknown[]): ValueCheck {
  return (value) => values.includes(value);
}

/** Accepts one of these values, or an argument that is not set, because the default is one of these values. */
export function unsetOr(...values: readonly unknown[]): ValueCheck {
  return (value) => isUnset(value) || values.includes(value);
}

/** Accepts a number. The argument must be set. */
export const aNumber: ValueCheck = (value) => Number.isFinite(toNumber(value));

/** Accepts a number, or an argument that is not set. */
export const optionalNumber: ValueCheck = (value) => isUnset(value) || Number.isFinite(toNumber(value));

/** Accepts a number up to this limit, or an argument that is not set. @param limit the limit, or a function of all arguments */
export function atMost(limit: number | ((values: Block) => number)): ValueCheck {
  return (value, values) => isUnset(value) || toNumber(value) <= (typeof limit === 'number' ? limit : limit(values));
}

/** Accepts this number or a larger one, or an argument that is not set. A plan contains 0 for some numbers that are not set. */
export function atLeast(limit: number): ValueCheck {
  return (value) => isUnset(value) || value === 0 || toNumber(value) >= limit;
}

/** Accepts a string without Terraform expressions, such as `db.t4g.micro`. The argument must be set. */
export const literal: ValueCheck = (value) => typeof value === 'string' && value !== '' && !value.includes('${');

/**
 * Accepts a value whose JSON does not match the pattern. For any other value, returns the matching part of the JSON.
 */
export function without(pattern: RegExp): ValueCheck {
  return (value) => pattern.exec(JSON.stringify(value) ?? '')?.[0] ?? true;
}

function toNumber(value: unknown): number {
  return numberOf(value, Number.NaN);
}
