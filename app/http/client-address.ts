import ipaddr from 'ipaddr.js';
import type { Context } from 'koa';

/**
 * The name of one client: an IPv4 address (also if it is mapped into IPv6), or the /64 of an IPv6 address, which
 * is what one subscriber has. `ctx.ip` is the peer's address, or the one that a trusted proxy reports.
 */
export function clientOf(ctx: Context): string {
  const address = parseAddressOf(ctx);
  if (address === null) return '';
  return address instanceof ipaddr.IPv6 ? `${address.parts.slice(0, 4).join(':')}::/64` : address.toString();
}

/**
 * The client's whole address, for the log.
 * @returns undefined when the connection has been closed before anybody asked
 */
export function clientAddress(ctx: Context): string | undefined {
  return parseAddressOf(ctx)?.toString();
}

function parseAddressOf(ctx: Context): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return parseAddress(ctx.ip) ?? parseAddress(ctx.req.socket.remoteAddress ?? '');
}

/** Reads an address. A load balancer may be set to add the client's port, which is another one for every connection. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const [, bracketed, withPort] = /^\s*"?(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)"?\s*$/.exec(text) ?? [];
  const host = bracketed ?? withPort ?? text.trim();
  // ipaddr.js also reads `1`, `0x7f.1` and other forms that no proxy writes.
  const isAddress = host.includes(':') ? ipaddr.IPv6.isValid(host) : ipaddr.IPv4.isValidFourPartDecimal(host);
  return isAddress ? ipaddr.process(host) : null;
}
