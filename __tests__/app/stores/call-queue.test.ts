import { getEventListeners } from 'node:events';
import { CallQueue } from '../../../app/stores/call-queue';
import { unreachedMs } from '../../support/stores/timeouts';

const { signal } = new AbortController();
const turn = () => new Promise(setImmediate);
const never = () => new Promise<never>(() => undefined);

describe('CallQueue', () => {
  test('limits the number of concurrent calls, and starts the calls in order', async () => {
    const queue = new CallQueue({ size: 2, maxWaitMs: unreachedMs });
    const order: number[] = [];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        queue.run(signal, async () => {
          order.push(n);
          most = Math.max(most, ++running);
          await turn();
          running--;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('removes its listener from the signal when a call has ended', async () => {
    const { signal } = new AbortController();
    await new CallQueue({ size: 1, maxWaitMs: unreachedMs }).run(signal, turn);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('runs the next call after a call has failed', async () => {
    const queue = new CallQueue({ size: 1, maxWaitMs: unreachedMs });
    const failing = queue.run(signal, () => Promise.reject(new Error('down')));
    const next = queue.run(signal, async () => 'up');
    await expect(failing).rejects.toThrow('down');
    expect(await next).toBe('up');
  });

  test('runs the next call when a call is aborted, even if the aborted call ignores its signal', async () => {
    const queue = new CallQueue({ size: 1, maxWaitMs: unreachedMs });
    const stuck = new AbortController();
    void queue.run(stuck.signal, never);
    const next = queue.run(signal, async () => 'up');
    stuck.abort();
    expect(await next).toBe('up');
  });

  test('rejects a call that has waited too long, without running it', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const queue = new CallQueue({ size: 1, maxWaitMs: 1_000 });
      let end = () => {};
      const first = queue.run(
        signal,
        () =>
          new Promise<void>((resolve) => {
            end = resolve;
          }),
      );
      const late = jest.fn();
      const second = queue.run(signal, late);
      jest.advanceTimersByTime(1_001);
      end();
      await first;
      await expect(second).rejects.toThrow('waited more than 1000 ms in the queue');
      expect(late).not.toHaveBeenCalled();
    } finally {
      jest.useRealTimers();
    }
  });
});
