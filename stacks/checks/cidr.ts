/** An IPv4 range in CIDR notation, as numbers. */
export interface Cidr {
  /** The first address. */
  readonly first: number;
  /** The last address. */
  readonly last: number;
  /** Length of the network part in bits. */
  readonly prefix: number;
  /** Whether the written address is the range's first one; AWS refuses any other. */
  readonly hasHostBits: boolean;
}

/** @returns undefined when the text is not an IPv4 range such as `10.0.0.0/16` */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  if (!match) {
    return undefined;
  }
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  // Some programs read a leading zero as octal, so AWS refuses it.
  const isPlain = match.slice(1).every((digits) => String(Number(digits)) === digits);
  if (!isPlain || Math.max(a, b, c, d) > 255 || prefix > 32) {
    return undefined;
  }
  const size = 2 ** (32 - prefix);
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const first = address - (address % size);
  return { first, last: first + size - 1, prefix, hasHostBits: address !== first };
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.first <= other.last && other.first <= one.last;
}
