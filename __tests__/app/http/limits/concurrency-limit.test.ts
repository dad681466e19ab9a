import { ConcurrencyLimit } from '../../../../app/http/limits/concurrency-limit';

const message = 'Too many files.';
const retryAfterSeconds = 5;

/** An operation that runs until `end` is called. */
function createOperation() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => ended, end };
}

const succeed = async () => 'done';

describe('ConcurrencyLimit', () => {
  test('rejects operations of a client that has reached the limit per client, and accepts those of other clients', async () => {
    const limit = new ConcurrencyLimit({ total: 3, perClient: 2, message, retryAfterSeconds });
    const operation = createOperation();
    const running = [limit.run('a', operation.run), limit.run('a', operation.run)];
    await expect(limit.run('a', succeed)).rejects.toThrow(message);
    await expect(limit.run('b', succeed)).resolves.toBe('done');
    operation.end();
    await Promise.all(running);
    await expect(limit.run('a', succeed)).resolves.toBe('done');
  });

  test('rejects operations of all clients when the total limit is reached', async () => {
    const limit = new ConcurrencyLimit({ total: 2, perClient: 2, message, retryAfterSeconds });
    const operation = createOperation();
    const running = [limit.run('a', operation.run), limit.run('b', operation.run)];
    await expect(limit.run('c', succeed)).rejects.toThrow(message);
    operation.end();
    await Promise.all(running);
    await expect(limit.run('c', succeed)).resolves.toBe('done');
  });

  test('rejects an operation with 503 and Retry-After', () => {
    const limit = new ConcurrencyLimit({ total: 0, perClient: 1, message, retryAfterSeconds });
    expect(() => limit.acquire('a')).toThrow(
      expect.objectContaining({ status: 503, detail: message, headers: { 'Retry-After': '5' } }),
    );
  });

  test('does not count an operation that has failed', async () => {
    const limit = new ConcurrencyLimit({ total: 1, perClient: 1, message, retryAfterSeconds });
    await expect(limit.run('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await expect(limit.run('a', succeed)).resolves.toBe('done');
  });
});
