import type { Entry, EntryKey } from '../../../app/entries/entry';
import type { EntryRepository } from '../../../app/entries/entry-repository';
import { LatestEntry } from '../../../app/entries/latest-entry';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';

const older: Entry = { username: 'ada', digits: '11111111', timestamp: '2026-11-21T07:42:43.000000Z' };
const newer: Entry = { username: 'bob', digits: '22222222', timestamp: '2026-11-21T07:42:44.000000Z' };

/** A table whose every reading is set and counted. */
class TableOfOne implements EntryRepository {
  now = () => Date.now();
  begin = () => ({ timestamp: '', request: '' });

  indexed: Entry | null = null;
  stored: Entry | null = null;
  failure: Error | null = null;
  reads = 0;

  async add(): Promise<never> {
    throw new Error('Nothing is added here');
  }
  async list(): Promise<never> {
    throw new Error('Nothing is listed here');
  }
  latest(): Promise<Entry | null> {
    return this.#read(this.indexed);
  }
  find(key: EntryKey): Promise<Entry | null> {
    return this.#read(this.stored?.timestamp === key.timestamp ? this.stored : null);
  }
  async #read(entry: Entry | null): Promise<Entry | null> {
    this.reads += 1;
    await new Promise(setImmediate);
    if (this.failure !== null) throw this.failure;
    return entry;
  }
}

let table: TableOfOne;
let now: number;
let latest: LatestEntry;

beforeEach(() => {
  table = new TableOfOne();
  now = 0;
  latest = new LatestEntry(table, { now: () => now });
});

describe('get', () => {
  test('gives null before the first entry', async () => {
    expect(await latest.get()).toBeNull();
  });

  test('asks the table once for any number of callers at the same time', async () => {
    table.indexed = older;
    const answers = await Promise.all(Array.from({ length: 100 }, () => latest.get()));
    expect(answers).toEqual(Array(100).fill(older));
    expect(table.reads).toBe(1);
  });

  test('asks the table again after a second, and not before', async () => {
    await latest.get();
    now = 999;
    await latest.get();
    expect(table.reads).toBe(1);
    now = 1_000;
    await latest.get();
    expect(table.reads).toBe(2);
  });

  test('counts the second from the start of the query, whose answer may be that old', async () => {
    const getting = latest.get();
    now = 600;
    await getting;
    now = 1_000;
    await latest.get();
    expect(table.reads).toBe(2);
  });

  test('shares a failure for a second, then recovers', async () => {
    table.failure = new StoreUnavailable('down');
    await expect(latest.get()).rejects.toBe(table.failure);
    now = 999;
    await expect(latest.get()).rejects.toBe(table.failure);
    expect(table.reads).toBe(1);

    table.failure = null;
    table.indexed = older;
    now = 1_000;
    expect(await latest.get()).toEqual(older);
  });
});

describe('an answer more than a second old', () => {
  beforeEach(async () => {
    table.indexed = older;
    await latest.get();
    table.indexed = newer;
  });

  test.each([1_000, 1_499])('is given after %d ms, while the table is asked once for the next', async (ms) => {
    now = ms;
    const answers = await Promise.all(Array.from({ length: 100 }, () => latest.get()));
    expect(answers).toEqual(Array(100).fill(older));
    expect(table.reads).toBe(2);
  });

  test('is given no more once the next is there', async () => {
    now = 1_000;
    await latest.get();
    await new Promise(setImmediate);
    expect(await latest.get()).toEqual(newer);
  });

  test('is given no more after 1.5 s: whoever comes waits for the query under way', async () => {
    now = 1_000;
    await latest.get();
    now = 1_500;
    expect(await latest.get()).toEqual(newer);
    expect(table.reads).toBe(2);
  });

  test('is not given to the first who comes after a while', async () => {
    now = 60_000;
    expect(await latest.get()).toEqual(newer);
  });

  test('is not given to those who ask for a fresh one', async () => {
    now = 1_000;
    expect(await latest.getFresh()).toEqual(newer);
  });

  test('is not given once the table has failed', async () => {
    table.failure = new StoreUnavailable('down');
    now = 1_000;
    expect(await latest.get()).toEqual(older);
    await new Promise(setImmediate);
    await expect(latest.get()).rejects.toBe(table.failure);
  });
});

describe('with a view every 37 ms', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each([1, 400, 900, 1_499])('nothing older than 1.5 s is given where a query takes %d ms', async (queryMs) => {
    const ages = (await viewsOf(queryMs)).map(({ ageMs }) => ageMs);
    expect(Math.max(...ages)).toBeLessThanOrEqual(1_500);
  });

  test.each([1, 400])('after the first answer nobody waits where a query takes %d ms', async (queryMs) => {
    const waiting = (await viewsOf(queryMs)).filter(({ waitedMs }) => waitedMs > 0);
    expect(waiting.map(({ askedAt }) => askedAt).filter((askedAt) => askedAt > 37 + queryMs)).toEqual([]);
  });

  interface View {
    readonly askedAt: number;
    readonly waitedMs: number;
    /** How long before the answer its query began. */
    readonly ageMs: number;
  }

  /** Ten seconds of views, where the table's answer is when it was asked. */
  async function viewsOf(queryMs: number): Promise<View[]> {
    const start = Date.now();
    const clock = () => Date.now() - start;
    jest.spyOn(table, 'latest').mockImplementation(async () => {
      const entry = { ...older, timestamp: new Date().toISOString() };
      await new Promise((resolve) => setTimeout(resolve, queryMs));
      return entry;
    });
    latest = new LatestEntry(table, { now: clock });
    const views: View[] = [];
    const view = async () => {
      const askedAt = clock();
      const entry = await latest.get();
      views.push({ askedAt, waitedMs: clock() - askedAt, ageMs: Date.now() - Date.parse(entry?.timestamp ?? '') });
    };
    const timer = setInterval(view, 37);
    await jest.advanceTimersByTimeAsync(10_000);
    clearInterval(timer);
    await jest.advanceTimersByTimeAsync(queryMs);
    return views;
  }
});

describe('an entry newer than the index shows', () => {
  test('is the latest at once, and stays so while the index lags', async () => {
    table.indexed = older;
    await latest.get();
    latest.observe(newer);
    expect(await latest.get()).toEqual(newer);
    now = 30_000;
    expect(await latest.get()).toEqual(newer);
  });

  test('is the latest although it was observed while an older answer was under way', async () => {
    table.indexed = older;
    const getting = latest.get();
    latest.observe(newer);
    expect(await getting).toEqual(newer);
  });

  test('gives way after a minute, for then it was deleted', async () => {
    table.indexed = older;
    latest.observe(newer);
    now = 60_000;
    expect(await latest.get()).toEqual(older);
  });

  test('is held for another minute each time the index confirms it', async () => {
    table.indexed = newer;
    await latest.get();
    now = 50_000;
    await latest.get();
    table.indexed = older;
    now = 100_000;
    expect(await latest.get()).toEqual(newer);
  });
});

test('an older entry that is observed changes nothing', async () => {
  table.indexed = newer;
  await latest.get();
  latest.observe(older);
  expect(await latest.get()).toEqual(newer);
});

describe('find', () => {
  test('gives the entry, which counts for get from then on', async () => {
    table.indexed = older;
    table.stored = newer;
    await latest.get();
    expect(await latest.find(newer)).toEqual(newer);
    expect(await latest.get()).toEqual(newer);
  });

  test('gives null for a key without an entry', async () => {
    expect(await latest.find(newer)).toBeNull();
  });

  test('reads a key once for any number of callers at the same time', async () => {
    table.stored = newer;
    await Promise.all(Array.from({ length: 100 }, () => latest.find(newer)));
    expect(table.reads).toBe(1);
  });

  test('reads nothing for the entry that is known as the latest', async () => {
    latest.observe(newer);
    expect(await latest.find(newer)).toEqual(newer);
    expect(table.reads).toBe(0);
  });

  test('reads again after a failure', async () => {
    table.stored = newer;
    table.failure = new StoreUnavailable('down');
    await expect(latest.find(newer)).rejects.toBe(table.failure);
    table.failure = null;
    expect(await latest.find(newer)).toEqual(newer);
  });

  test('looks up a thousand different keys at a time and refuses more', async () => {
    const keys = Array.from({ length: 1_001 }, (_, n) => ({ username: `user ${n}`, timestamp: newer.timestamp }));
    const settled = await Promise.allSettled(keys.map((key) => latest.find(key)));
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: expect.any(StoreUnavailable) }]);
    expect(table.reads).toBe(1_000);
  });
});
