import { setTimeout as sleep } from 'node:timers/promises';

/** Shorter than the timeout of Jest, so that the error names the function that was called. */
const timeoutMs = 300_000;

/**
 * Calls a function repeatedly until it returns a truthy value, and returns that value.
 * @throws Error if the function has not returned a truthy value within five minutes
 */
export async function until<T>(poll: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(5)) {
    const value = await poll();
    if (value) return value;
  }
  throw new Error(`No truthy value within ${timeoutMs} ms: ${poll}`);
}
