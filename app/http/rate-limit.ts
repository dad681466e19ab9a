import type { Middleware } from 'koa';
import { clientOf } from './client-address';
import { Problem } from './problem';
import { refuseOrReturnForm } from './refused-form';

export interface PostLimit {
  /** Posts that one client may send in a window. */
  readonly postsPerMinute: number;
  /** The time in milliseconds, from any start. @default performance.now, which steps of the system clock do not change */
  readonly now?: () => number;
}

/** The window is fixed: it begins with a client's first post. */
const windowMs = 60_000;

/** The refusals of a client in a window with which a form comes back: enough for a person, and no work for a flood. */
const returnedForms = 10;

/** So many clients are remembered; three hundred thousand cost 144 MB. */
export const maxClients = 10_000;

/** The limit in its two steps: every post counts, and one that is refused for another reason says so. */
export interface PostLimiter {
  /** Counts a post, and tells its client what is left (the RateLimit header fields of the IETF draft). */
  readonly count: Middleware;
  /** Refuses what `count` found to be too many. */
  readonly refuse: Middleware;
}

/**
 * Limits the posts of one client, before their bodies are read. The count is this process's own; a limit over all tasks
 * is the firewall's.
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
      const window = windowOf(clientOf(ctx));
      window.posts += 1;
      const secondsLeft = Math.ceil((window.endsAt - now()) / 1_000);
      ctx.set({
        'RateLimit-Policy': `"posts";q=${postsPerMinute};w=${windowMs / 1_000}`,
        RateLimit: `"posts";r=${Math.max(0, postsPerMinute - window.posts)};t=${secondsLeft}`,
      });
      if (window.posts > postsPerMinute) ctx.state.tooManyPosts = tooMany(secondsLeft);
      ctx.state.mayReturnForm = window.posts <= postsPerMinute + returnedForms;
      return next();
    },
    refuse(ctx, next) {
      const { tooManyPosts, mayReturnForm } = ctx.state;
      if (tooManyPosts === undefined) return next();
      if (mayReturnForm) return refuseOrReturnForm(ctx, next, tooManyPosts);
      throw tooManyPosts;
    },
  };

  function tooMany(secondsLeft: number): Problem {
    return new Problem(429, `At most ${postsPerMinute} posts a minute. Please try again in ${secondsLeft} seconds.`, {
      headers: { 'Retry-After': String(secondsLeft) },
    });
  }
}
