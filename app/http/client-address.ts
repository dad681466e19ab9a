import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Context } from 'koa';

/**
 * Returns the key of a client for rate and concurrency limits. For IPv4, the key is the address, even if it is mapped
 * into IPv6. For IPv6, the key is the /64 network, because one subscriber usually has a whole /64. `ctx.ip` is the
 * address of the peer, or the address that a trusted proxy reports.
 * @returns an empty string if the connection is already closed
 */
export function clientKey(ctx: Context): string {
  const ipv4 = ipv4Of(ctx);
  if (ipv4 !== undefined) return ipv4;
  const address = addressOf(ctx);
  if (address === null) return '';
  return address instanceof ipaddr.IPv6 ? `${address.parts.slice(0, 4).join(':')}::/64` : address.toString();
}

/**
 * Returns the full address of the client, for the log.
 * @returns undefined if the connection is already closed
 */
export function clientAddress(ctx: Context): string | undefined {
  return ipv4Of(ctx) ?? addressOf(ctx)?.toString();
}

/**
 * Returns the client's IPv4 address, or undefined if the address is not IPv4. This avoids the slower parser for most
 * requests.
 */
function ipv4Of({ ip }: Context): string | undefined {
  const unmapped = ip.replace(/^::ffff:/, '');
  return isIPv4(unmapped) ? unmapped : undefined;
}

function addressOf(ctx: Context): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return parseAddress(ctx.ip) ?? parseAddress(ctx.req.socket.remoteAddress ?? '');
}

/**
 * Parses an IP address, or returns null. It ignores a port after the address, because some load balancers append the
 * client's port, which differs for each connection.
 */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [, bracketed, withPort] = /^\s*"?(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)"?\s*$/.exec(text) ?? [];
  const host = bracketed ?? withPort ?? text.trim();
  // ipaddr.js also accepts `1`, `0x7f.1` and other forms that no proxy writes.
  const isAddress = host.includes(':') ? ipaddr.IPv6.isValid(host) : ipaddr.IPv4.isValidFourPartDecimal(host);
  return isAddress ? ipaddr.process(host) : null;
}
