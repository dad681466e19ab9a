import type { Entry, EntryKey } from '../../../app/entries/entry';
import type { EntryRepository } from '../../../app/entries/entry-repository';
import { LatestEntry } from '../../../app/entries/latest-entry';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';

const older: Entry = { username: 'ada', digits: '11111111', timestamp: '2026-11-21T07:42:43.000000Z' };
const newer: Entry = { username: 'bob', digits: '22222222', timestamp: '2026-11-21T07:42:44.000000Z' };

/** A repository that holds at most one entry and counts its reads. */
class TableOfOne implements EntryRepository {
  now = () => Date.now();
  createRetryToken = () => ({ timestamp: '', request: '' });

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

describe('LatestEntry.get', () => {
  test('returns null before the first entry', async () => {
    expect(await latest.get()).toBeNull();
  });

  test('queries the table once for any number of concurrent callers', async () => {
    table.indexed = older;
    const results = await Promise.all(Array.from({ length: 100 }, () => latest.get()));
    expect(results).toEqual(Array(100).fill(older));
    expect(table.reads).toBe(1);
  });

  test('queries the table again only after a second', async () => {
    await latest.get();
    now = 999;
    await latest.get();
    expect(table.reads).toBe(1);
    now = 1_000;
    await latest.get();
    expect(table.reads).toBe(2);
  });

  test('queries the table again a second after the start, not the end, of the previous query', async () => {
    const getting = latest.get();
    now = 600;
    await getting;
    now = 1_000;
    await latest.get();
    expect(table.reads).toBe(2);
  });

  test('caches an error for a second, then queries the table again', async () => {
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

describe('Cached result that is at least a second old', () => {
  beforeEach(async () => {
    table.indexed = older;
    await latest.get();
    table.indexed = newer;
  });

  test.each([1_000, 1_499])('is returned after %d ms, while the table is queried once', async (ms) => {
    now = ms;
    const results = await Promise.all(Array.from({ length: 100 }, () => latest.get()));
    expect(results).toEqual(Array(100).fill(older));
    expect(table.reads).toBe(2);
  });

  test('is replaced as soon as the next result has arrived', async () => {
    now = 1_000;
    await latest.get();
    await new Promise(setImmediate);
    expect(await latest.get()).toEqual(newer);
  });

  test('is not returned after 1.5 s: callers wait for the running query', async () => {
    now = 1_000;
    await latest.get();
    now = 1_500;
    expect(await latest.get()).toEqual(newer);
    expect(table.reads).toBe(2);
  });

  test('is not returned to the first caller after a minute without callers', async () => {
    now = 60_000;
    expect(await latest.get()).toEqual(newer);
  });

  test('is not returned by getFresh', async () => {
    now = 1_000;
    expect(await latest.getFresh()).toEqual(newer);
  });

  test('is no longer returned after the next query has failed', async () => {
    table.failure = new StoreUnavailable('down');
    now = 1_000;
    expect(await latest.get()).toEqual(older);
    await new Promise(setImmediate);
    await expect(latest.get()).rejects.toBe(table.failure);
  });
});

describe('LatestEntry that is read every 37 ms', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each([1, 400, 900, 1_499])('returns no result older than 1.5 s if each query takes %d ms', async (queryMs) => {
    const ages = (await viewsOf(queryMs)).map(({ ageMs }) => ageMs);
    expect(Math.max(...ages)).toBeLessThanOrEqual(1_500);
  });

  test.each([1, 400])('makes callers wait only for the first query if each query takes %d ms', async (queryMs) => {
    const waiting = (await viewsOf(queryMs)).filter(({ waitedMs }) => waitedMs > 0);
    expect(waiting.map(({ askedAt }) => askedAt).filter((askedAt) => askedAt > 37 + queryMs)).toEqual([]);
  });

  interface View {
    readonly askedAt: number;
    readonly waitedMs: number;
    /** The age of the result, measured from the start of its query. */
    readonly ageMs: number;
  }

  /** Reads the latest entry every 37 ms for ten seconds. The timestamp of each result is the start of its query. */
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

describe('Entry newer than the index', () => {
  test('is the latest entry at once, and remains the latest while the index lags', async () => {
    table.indexed = older;
    await latest.get();
    latest.observe(newer);
    expect(await latest.get()).toEqual(newer);
    now = 30_000;
    expect(await latest.get()).toEqual(newer);
  });

  test('is the latest entry even if a query that was already running returns an older one', async () => {
    table.indexed = older;
    const getting = latest.get();
    latest.observe(newer);
    expect(await getting).toEqual(newer);
  });

  test('is discarded after a minute if the index does not contain it, because it must have been deleted', async () => {
    table.indexed = older;
    latest.observe(newer);
    now = 60_000;
    expect(await latest.get()).toEqual(older);
  });

  test('is kept for another minute each time a query of the index returns it', async () => {
    table.indexed = newer;
    await latest.get();
    now = 50_000;
    await latest.get();
    table.indexed = older;
    now = 100_000;
    expect(await latest.get()).toEqual(newer);
  });
});

describe('Observed entry that is older than the latest entry', () => {
  test('does not replace the latest entry in the cache', async () => {
    table.indexed = newer;
    await latest.get();
    latest.observe(older);
    expect(await latest.get()).toEqual(newer);
  });
});

describe('LatestEntry.find', () => {
  test('returns the entry; if the entry is the newest, get() then returns the same entry', async () => {
    table.indexed = older;
    table.stored = newer;
    await latest.get();
    expect(await latest.find(newer)).toEqual(newer);
    expect(await latest.get()).toEqual(newer);
  });

  test('returns null for a key without an entry', async () => {
    expect(await latest.find(newer)).toBeNull();
  });

  test('reads an entry once for any number of concurrent callers with the same key', async () => {
    table.stored = newer;
    await Promise.all(Array.from({ length: 100 }, () => latest.find(newer)));
    expect(table.reads).toBe(1);
  });

  test('does not read the table to find the entry that is already the latest', async () => {
    latest.observe(newer);
    expect(await latest.find(newer)).toEqual(newer);
    expect(table.reads).toBe(0);
  });

  test('reads the table again after an error', async () => {
    table.stored = newer;
    table.failure = new StoreUnavailable('down');
    await expect(latest.find(newer)).rejects.toBe(table.failure);
    table.failure = null;
    expect(await latest.find(newer)).toEqual(newer);
  });

  test('accepts a thousand concurrent lookups of different keys, and rejects the next lookup', async () => {
    const keys = Array.from({ length: 1_001 }, (_, n) => ({ username: `user ${n}`, timestamp: newer.timestamp }));
    const settled = await Promise.allSettled(keys.map((key) => latest.find(key)));
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: expect.any(StoreUnavailable) }]);
    expect(table.reads).toBe(1_000);
  });
});
