import ipaddr from 'ipaddr.js';

/** An IPv4 range in CIDR notation. */
export interface Cidr {
  /** The first address of the range, even if the parsed text contains a different one. */
  readonly network: ipaddr.IPv4;
  /** The length of the prefix in bits, 0 to 32. */
  readonly prefix: number;
}

/**
 * Parses an IPv4 range such as `10.0.0.0/16`.
 * @returns undefined if the text is not such a range
 */
export function parseCidr(text: string): Cidr | undefined {
  // Without this check, IPv4.parseCIDR would accept `10.1/16`, and interpret `010.0.0.0/16` as octal.
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  return { network: ipaddr.IPv4.networkAddressFromCIDR(text), prefix: ipaddr.IPv4.parseCIDR(text)[1] };
}

/** Formats a range in CIDR notation, with its first address. AWS rejects a range with a different address, such as `10.0.0.1/16`. */
export function formatCidr({ network, prefix }: Cidr): string {
  return `${network}/${prefix}`;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && inner.network.match(outer.network, outer.prefix);
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** The private ranges of RFC 1918 and RFC 6598. A network in any other range would hide a part of the internet from the tasks. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** Whether a range is inside a private range. */
export function isPrivate(range: Cidr): boolean {
  return privateRanges.map(parseCidr).some((outer) => outer !== undefined && contains(outer, range));
}
