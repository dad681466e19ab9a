import { TransferSlots } from '../../../app/http/concurrency-limit';

const refusal = 'Too many files.';

/** Work that goes on until it is told to end. */
function createWork() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end };
}

const idle = async () => 'done';

test('one client has its share, and another one still has room', async () => {
  const slots = new TransferSlots({ total: 3, perClient: 2, refusal });
  const work = createWork();
  const running = [slots.run('a', work.run), slots.run('a', work.run)];
  await expect(slots.run('a', idle)).rejects.toThrow('Too many files');
  await expect(slots.run('b', idle)).resolves.toBe('done');
  work.end();
  await Promise.all(running);
  await expect(slots.run('a', idle)).resolves.toBe('done');
});

test('all clients together have no more than there is', async () => {
  const slots = new TransferSlots({ total: 2, perClient: 2, refusal });
  const work = createWork();
  const running = [slots.run('a', work.run), slots.run('b', work.run)];
  await expect(slots.run('c', idle)).rejects.toThrow('Too many files');
  work.end();
  await Promise.all(running);
});

test('work that fails gives its slot back', async () => {
  const slots = new TransferSlots({ total: 1, perClient: 1, refusal });
  await expect(slots.run('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await expect(slots.run('a', idle)).resolves.toBe('done');
});
