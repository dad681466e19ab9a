import type { Middleware } from 'koa';
import { clientKey } from '../client-address';
import { Problem } from '../problem';
import { rejectOrRedisplayForm } from '../rejected-form';

export interface PostLimit {
  /** The maximum number of posts per client and window. */
  readonly postsPerMinute: number;
  /**
   * The current time in milliseconds, from any origin.
   * @default performance.now, which does not change with the system clock
   */
  readonly now?: () => number;
}

/** The window is fixed: it begins with a client's first post. */
const windowMs = 60_000;

/**
 * How many rejected forms per client and window are redisplayed: enough for a person, and cheap under a flood of posts.
 */
const maxRedisplayedForms = 10;

/** The maximum number of tracked clients. 300,000 would need 144 MB. */
export const maxClients = 10_000;

/** The two steps of the limit. Every post counts, but another error takes precedence over 429. */
export interface PostLimiter {
  /** Counts a post, and reports the remaining quota in the RateLimit header fields of the IETF draft. */
  readonly count: Middleware;
  /** Rejects a post if `count` found that it exceeds the limit. */
  readonly reject: Middleware;
}

/**
 * Limits the posts per client, before their bodies are read. Each process counts its own posts; the firewall limits the
 * total of all tasks.
 */
export function createPostLimiter({ postsPerMinute, now = () => performance.now() }: PostLimit): PostLimiter {
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

  return {
    count(ctx, next) {
      if (ctx.method !== 'POST') return next();
      const window = windowOf(clientKey(ctx));
      window.posts += 1;
      const secondsLeft = Math.ceil((window.endsAt - now()) / 1_000);
      ctx.set({
        'RateLimit-Policy': `"posts";q=${postsPerMinute};w=${windowMs / 1_000}`,
        RateLimit: `"posts";r=${Math.max(0, postsPerMinute - window.posts)};t=${secondsLeft}`,
      });
      if (window.posts > postsPerMinute) ctx.state.tooManyPosts = tooManyPostsProblem(secondsLeft);
      ctx.state.mayRedisplayForm = window.posts <= postsPerMinute + maxRedisplayedForms;
      return next();
    },
    reject(ctx, next) {
      const { tooManyPosts, mayRedisplayForm } = ctx.state;
      if (tooManyPosts === undefined) return next();
      if (mayRedisplayForm) return rejectOrRedisplayForm(ctx, next, tooManyPosts);
      throw tooManyPosts;
    },
  };

  function tooManyPostsProblem(secondsLeft: number): Problem {
    return new Problem(
      429,
      `At most ${postsPerMinute} posts per minute are allowed. Please try again in ${secondsLeft} seconds.`,
      {
        headers: { 'Retry-After': String(secondsLeft) },
      },
    );
  }
}
