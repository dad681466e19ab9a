import type { Middleware } from 'koa';
import { clientOf } from './client-address';
import { Problem } from './problem';

export interface PostLimit {
  /** Posts that one client may send in a window. */
  readonly postsPerMinute: number;
  /** The time in milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** The window is fixed: it begins with a client's first post. */
const windowMs = 60_000;

/** So many clients are remembered; three hundred thousand cost 144 MB. */
export const maxClients = 10_000;

/**
 * Limits the posts of one client, each counted before its body is read, and tells it what is left (the RateLimit header
 * fields of the IETF draft). The count is this process's own; a limit over all tasks is the firewall's.
 */
export function limitPosts({ postsPerMinute, now = Date.now }: PostLimit): Middleware {
  const windows = new Map<string, { readonly endsAt: number; posts: number }>();

  function windowOf(client: string) {
    const known = windows.get(client);
    if (known !== undefined && now() < known.endsAt) return known;
    const fresh = { endsAt: now() + windowMs, posts: 0 };
    windows.delete(client);
    windows.set(client, fresh);
    const [oldest] = windows.keys();
    if (windows.size > maxClients && oldest !== undefined) windows.delete(oldest);
    return fresh;
  }

  return (ctx, next) => {
    if (ctx.method !== 'POST') return next();
    const window = windowOf(clientOf(ctx));
    window.posts += 1;
    const secondsLeft = Math.ceil((window.endsAt - now()) / 1_000);
    ctx.set({
      'RateLimit-Policy': `"posts";q=${postsPerMinute};w=${windowMs / 1_000}`,
      RateLimit: `"posts";r=${Math.max(0, postsPerMinute - window.posts)};t=${secondsLeft}`,
    });
    if (window.posts <= postsPerMinute) return next();
    throw new Problem(429, `At most ${postsPerMinute} posts a minute. Please try again in ${secondsLeft} seconds.`, {
      headers: { 'Retry-After': String(secondsLeft) },
    });
  };
}
