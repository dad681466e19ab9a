import ipaddr from 'ipaddr.js';

/** An IPv4 range in CIDR notation. */
export interface Cidr {
  /** The first address of the range. */
  readonly network: ipaddr.IPv4;
  /** The length of the network part in bits. */
  readonly prefix: number;
}

/** @returns undefined if the text is not an IPv4 range such as `10.0.0.0/16` */
export function parseCidr(text: string): Cidr | undefined {
  // IPv4.parseCIDR also accepts `10.1/16`, and reads `010.0.0.0/16` as octal.
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  return { network: ipaddr.IPv4.networkAddressFromCIDR(text), prefix: ipaddr.IPv4.parseCIDR(text)[1] };
}

/** Formats a range with its first address. AWS accepts no other address of the range. */
export function formatCidr({ network, prefix }: Cidr): string {
  return `${network}/${prefix}`;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && inner.network.match(outer.network, outer.prefix);
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}
