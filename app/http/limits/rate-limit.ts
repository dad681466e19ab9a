import type { Middleware } from 'koa';
import { clientKey } from '../client-address';
import { Problem } from '../problem';
import { rejectOrRedisplayForm } from '../rejected-form';

export interface PostLimit {
  /** The maximum number of POST requests per client and window. */
  readonly postsPerMinute: number;
  /**
   * The current time in milliseconds since any fixed point in time.
   * @default performance.now, which does not change with the system clock
   */
  readonly now?: () => number;
}

/**
 * The length of a window, in milliseconds. A client's window begins with its first post after the previous window has
 * ended.
 */
const windowMs = 60_000;

/**
 * The maximum number of rejected forms that are redisplayed per client and window. A person rarely needs more, and a
 * flood of posts stays cheap.
 */
const maxRedisplayedForms = 10;

/** The maximum number of tracked clients, because each one uses memory: 300,000 clients would need 144 MB. */
export const maxClients = 10_000;

/**
 * The two steps of the rate limit. An error that is found between them takes precedence over 429. A post with such an
 * error counts too.
 */
export interface PostLimiter {
  /**
   * Counts a post, and reports the remaining quota in the header fields RateLimit and RateLimit-Policy, as the IETF
   * draft defines them.
   */
  readonly count: Middleware;
  /** Rejects a post if `count` found that it exceeds the limit. */
  readonly reject: Middleware;
}

/**
 * Limits the POST requests per client, before their bodies are read. Each process counts its own requests; the firewall
 * limits the total of all tasks.
 */
export function createPostLimiter({ postsPerMinute, now = () => performance.now() }: PostLimit): PostLimiter {
  const windows = new ClientWindows(now);
  return {
    count(ctx, next) {
      if (ctx.method !== 'POST') return next();
      const window = windows.of(clientKey(ctx));
      window.posts += 1;
      const secondsLeft = Math.ceil((window.endsAt - now()) / 1_000);
      ctx.set({
        'RateLimit-Policy': `"posts";q=${postsPerMinute};w=${windowMs / 1_000}`,
        RateLimit: `"posts";r=${Math.max(0, postsPerMinute - window.posts)};t=${secondsLeft}`,
      });
      if (window.posts > postsPerMinute) ctx.state.tooManyPosts = tooManyPostsProblem(postsPerMinute, secondsLeft);
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
}

function tooManyPostsProblem(postsPerMinute: number, secondsLeft: number): Problem {
  return new Problem(
    429,
    `At most ${postsPerMinute} posts per minute are allowed. Please try again in ${secondsLeft} seconds.`,
    { headers: { 'Retry-After': String(secondsLeft) } },
  );
}

interface Window {
  /** The time at which the window ends, in milliseconds. */
  readonly endsAt: number;
  posts: number;
}

/** The current window of each client. */
class ClientWindows {
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns the current window of a client. If there are too many clients, the oldest window is forgotten. */
  of(client: string): Window {
    const known = this.#windows.get(client);
    if (known !== undefined && this.#now() < known.endsAt) return known;
    const fresh = { endsAt: this.#now() + windowMs, posts: 0 };
    this.#windows.delete(client);
    this.#windows.set(client, fresh);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > maxClients && oldest !== undefined) this.#windows.delete(oldest);
    return fresh;
  }
}
