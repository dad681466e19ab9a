import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is something, and gives that.
 * @param timeoutMs is generous, since it is only ever waited for by a test that fails. @default 60_000
 * @throws Error when the time is over
 */
export async function until<T>(ask: () => T | Promise<T>, timeoutMs = 60_000): Promise<NonNullable<T>> {
  for (const giveUpAt = Date.now() + timeoutMs; Date.now() < giveUpAt; await sleep(5)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`It has not come true in ${timeoutMs} ms: ${ask}`);
}
