import { isIPv4 } from 'node:net';
import type { Value } from '../value';

/** The addresses of a CIDR block as numbers; undefined where the value is not known or no block. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

export function parseRange(cidr: Value | undefined): AddressRange | undefined {
  if (typeof cidr !== 'string') return undefined;
  const [address = '', length] = cidr.split('/');
  if (!isIPv4(address)) return undefined;
  const first = address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  return { first, last: first + 2 ** (32 - Number(length)) - 1 };
}

export function isWithin(inner: AddressRange, outer: AddressRange): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}
