import ipaddr from 'ipaddr.js';
import type { Context } from 'koa';

/**
 * What counts as one client: an IPv4 address, also where it comes mapped into IPv6, or the /64 of an IPv6 address, which
 * is what one subscriber has. `ctx.ip` is the peer's address, or what one trusted proxy says it is.
 */
export function clientOf(ctx: Context): string {
  const text = ipaddr.isValid(ctx.ip) ? ctx.ip : (ctx.req.socket.remoteAddress ?? '');
  if (!ipaddr.isValid(text)) return '';
  const address = ipaddr.process(text);
  return address instanceof ipaddr.IPv6 ? `${address.parts.slice(0, 4).join(':')}::/64` : address.toString();
}
