import { ResponseDeadline, responseMs } from '../../../app/http/response-deadline';

test('Responses are due half a second before the promised time', () => expect(responseMs).toBe(1_500));

describe('ResponseDeadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const spend = (ms: number) => jest.advanceTimersByTime(ms);
  const sent = (ms: number) => Promise.resolve().then(() => spend(ms));

  /** Chunks, before each of which and after the last the client takes some time. */
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

  test.each<[string, boolean, (deadline: ResponseDeadline) => unknown]>([
    ['the app takes all of it', true, () => spend(100)],
    ['the app takes less', false, () => spend(99)],
    ['the client sends chunks slowly', false, (deadline) => readAll(deadline.restartedBy(chunks(2, 500)))],
    ['the client sends a body slowly', false, (deadline) => deadline.restartedAfter(sent(500))],
    ['the app takes all of it for one chunk', true, (deadline) => readAll(deadline.restartedBy(chunks(1)), 100)],
    ['the app takes less for each chunk', false, (deadline) => readAll(deadline.restartedBy(chunks(3)), 60)],
    [
      'the app takes the rest after the last chunk',
      true,
      (deadline) => readAll(deadline.restartedBy(chunks(2)), 60).then(() => spend(40)),
    ],
    [
      'the app takes less before a body and after it',
      false,
      async (deadline) => {
        spend(60);
        await deadline.restartedAfter(sent(0));
        spend(60);
      },
    ],
    [
      'the app takes all of it after a body',
      true,
      (deadline) => deadline.restartedAfter(sent(0)).then(() => spend(100)),
    ],
  ])('is over, if %s: %p', async (_title, isOver, work) => {
    const deadline = new ResponseDeadline(100);
    await work(deadline);
    expect(deadline.signal.aborted).toBe(isOver);
  });

  test('leaves no timer when the response is ready', () => {
    new ResponseDeadline().end();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends the source when nobody reads on', async () => {
    const source = chunks(2);
    for await (const _ of new ResponseDeadline().restartedBy(source)) break;
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });
});
