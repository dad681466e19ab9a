import { ResponseDeadline, responseTimeoutMs } from '../../../../app/http/limits/response-deadline';

describe('Response timeout', () => {
  test('is half a second shorter than the limit of 2 s', () => expect(responseTimeoutMs).toBe(1_500));
});

describe('ResponseDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const spend = (ms: number) => jest.advanceTimersByTime(ms);
  const sent = (ms: number) => Promise.resolve().then(() => spend(ms));

  /** Yields the chunks of a client that waits before each chunk and after the last one. */
  async function* chunks(count: number, ms = 0): AsyncGenerator<Buffer> {
    for (let n = 0; n < count; n += 1) {
      spend(ms);
      yield Buffer.from('a');
    }
    spend(ms);
  }

  async function readAll(body: AsyncIterable<Buffer>, msForEach = 0): Promise<void> {
    for await (const _ of body) spend(msForEach);
  }

  test.each<['aborts' | 'does not abort', string, (deadline: ResponseDeadline) => unknown]>([
    ['aborts', 'the app uses the whole time', () => spend(100)],
    ['does not abort', 'the app uses less than the whole time', () => spend(99)],
    [
      'does not abort',
      'the client sends chunks slowly',
      (deadline) => readAll(deadline.restartedByChunks(chunks(2, 500))),
    ],
    ['does not abort', 'the client sends a body slowly', (deadline) => deadline.restartedAfterBody(sent(500))],
    [
      'aborts',
      'the app uses the whole time for one chunk',
      (deadline) => readAll(deadline.restartedByChunks(chunks(1)), 100),
    ],
    [
      'does not abort',
      'the app uses less than the whole time for each chunk',
      (deadline) => readAll(deadline.restartedByChunks(chunks(3)), 60),
    ],
    [
      'aborts',
      'the app uses the rest of the time after the last chunk',
      (deadline) => readAll(deadline.restartedByChunks(chunks(2)), 60).then(() => spend(40)),
    ],
    [
      'does not abort',
      'the app uses less than the whole time before a body, and again after it',
      async (deadline) => {
        spend(60);
        await deadline.restartedAfterBody(sent(0));
        spend(60);
      },
    ],
    [
      'aborts',
      'the app uses the whole time after a body',
      (deadline) => deadline.restartedAfterBody(sent(0)).then(() => spend(100)),
    ],
  ])('%s its signal if %s', async (outcome, _title, work) => {
    const deadline = new ResponseDeadline(100);
    await work(deadline);
    expect(deadline.signal.aborted).toBe(outcome === 'aborts');
  });

  test('leaves no timer running after end()', () => {
    new ResponseDeadline().end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('closes the source of the chunks if the reader stops early', async () => {
    const source = chunks(2);
    for await (const _ of new ResponseDeadline().restartedByChunks(source)) break;
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});
