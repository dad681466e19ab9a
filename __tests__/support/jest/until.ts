import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls a function repeatedly until it returns a truthy value, and returns that value.
 * @param timeoutMs how long to try. @default 300_000
 * @throws Error if the function has not returned a truthy value within the timeout
 */
export async function until<T>(poll: () => T | Promise<T>, timeoutMs = 300_000): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(5)) {
    const value = await poll();
    if (value) return value;
  }
  throw new Error(`No truthy value within ${timeoutMs} ms: ${poll}`);
}
