import timers from 'node:timers/promises';

/**
 * Does some work, but skips the waits of `setTimeout` from `node:timers/promises`. Measuring the time would prove
 * nothing, because a busy machine is slow even without waits.
 * @returns the skipped waits in milliseconds, in order
 */
export async function recordedWaits(work: () => Promise<unknown>): Promise<unknown[]> {
  const waits: unknown[] = [];
  const wait = jest.spyOn(timers, 'setTimeout').mockImplementation(async (delay) => void waits.push(delay));
  try {
    await work();
    return waits;
  } finally {
    wait.mockRestore();
  }
}
