import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Returns whether work ends before a timer. A busy machine delays this timer as much as the timers of the work. So the result depends less
 * on the machine than a measured duration would.
 * @param ms the duration of the timer, in milliseconds
 * @throws the error of `work`
 */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([work.then(() => true), sleep(ms, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
