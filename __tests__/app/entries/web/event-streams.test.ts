import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LatestEntry } from '../../../../app/entries/latest-entry';
import { EventStreams } from '../../../../app/entries/web/event-streams';
import { defaultTimeoutsMs } from '../../../../app/http/server/http-server';
import { open, type RawConnection, send, writeRequest } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { until } from '../../../support/jest/until';
import { MemoryEntries } from '../../../support/stores/memory-entries';

let app: TestApp;
const connections: RawConnection[] = [];
beforeEach(async () => {
  app = await startApp({
    streams: { pollMs: 20, heartbeatMs: 60, maxStreams: 4, maxStreamsPerClient: 3 },
    settings: { trustedProxies: 1 },
  });
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  await app.stop();
});

const zoe = { username: 'zoe', digits: '00000001' };

async function openStream(headers: (readonly [string, string])[] = [], version = '1.1'): Promise<RawConnection> {
  const connection = await open(app.port);
  connections.push(connection);
  connection.write(writeRequest({ target: '/events', headers, version }));
  await connection.until('\r\n\r\n');
  return connection;
}

async function untilConnected({ server }: TestApp, connections: number): Promise<void> {
  await until(async () => (await promisify(server.getConnections.bind(server))()) === connections);
}

describe('Event stream', () => {
  test('sends the header of the response at once, before the first entry', async () => {
    const { received } = await openStream([['Accept', 'text/event-stream']]);
    expect(received).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(received).toMatch(/^content-type: text\/event-stream/im);
    expect(received).toMatch(/^x-accel-buffering: no\r$/im);
    expect(received).toMatch(/^cache-control: no-store\r$/im);
  });

  test('sends the latest entry at once, and then each new entry, with its timestamp as the event id', async () => {
    const first = await app.store.add(zoe);
    const stream = await openStream([['Last-Event-ID', 'anything']]);
    await stream.until(`id: ${first.timestamp}\ndata: ${JSON.stringify(first)}\n\n`);
    const second = await app.store.add({ ...zoe, digits: '00000002' });
    await stream.until(`id: ${second.timestamp}\ndata: ${JSON.stringify(second)}\n\n`);
    const { latest: polls } = app.store.calls;
    await until(() => app.store.calls.latest >= polls + 3);
    expect(stream.received.match(/^id: /gm)).toHaveLength(2);
    expect(stream.received).not.toContain('event:');
  });

  test('sends comments to keep the connection open', async () => {
    const stream = await openStream();
    await stream.until('\n:\n\n');
  });

  test('sends two comments in the time after which the server closes a silent connection', async () => {
    jest.useFakeTimers();
    try {
      const sent: string[] = [];
      const reader = new Writable({
        write: (chunk, _encoding, done) => {
          sent.push(String(chunk));
          done();
        },
      });
      openInto(new EventStreams(new LatestEntry(new MemoryEntries()), { stopping: app.stopping.signal }), reader);
      await jest.advanceTimersByTimeAsync(defaultTimeoutsMs.stall);
      reader.destroy();
      expect(sent).toEqual([':\n\n', ':\n\n']);
    } finally {
      jest.useRealTimers();
    }
  });

  test('sends entries over HTTP/1.0, without chunked encoding', async () => {
    const entry = await app.store.add(zoe);
    const stream = await openStream([], '1.0');
    await stream.until(`data: ${JSON.stringify(entry)}\n\n`);
    expect(stream.received).not.toMatch(/transfer-encoding/i);
  });

  test('shares one query per poll with all other streams; the queries end when the last stream is closed', async () => {
    jest.useFakeTimers();
    try {
      const store = new MemoryEntries();
      const streams = new EventStreams(new LatestEntry(store, { ttlMs: 0 }), {
        pollMs: 100,
        stopping: app.stopping.signal,
      });
      const readers = Array.from({ length: 10 }, () => new Writable());
      for (const reader of readers) openInto(streams, reader);
      await jest.advanceTimersByTimeAsync(99);
      const { latest: asked } = store.calls;
      await jest.advanceTimersByTimeAsync(400);
      expect(store.calls.latest).toBe(asked + 4);
      for (const reader of readers) reader.destroy();
      await jest.advanceTimersByTimeAsync(0);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('sends entries again after the table was unavailable', async () => {
    app.store.isDown = true;
    const stream = await openStream();
    await until(() => app.store.calls.latest >= 3);
    app.store.isDown = false;
    const entry = await app.store.add(zoe);
    await stream.until(`id: ${entry.timestamp}`);
  });

  test('is rejected with 503 above the limit per client, and above the limit of the process', async () => {
    for (let streams = 0; streams < 3; streams++) await openStream();
    const refused = await send(app.port, { target: '/events' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '30']);
    const other = await openStream([['X-Forwarded-For', '203.0.113.1']]);
    expect(other.received).toMatch(/^HTTP\/1.1 200/);
    const full = await send(app.port, { target: '/events', headers: [['X-Forwarded-For', '203.0.113.2']] });
    expect(full.status).toBe(503);

    other.destroy();
    await untilConnected(app, 3);
    const admitted = await openStream([['X-Forwarded-For', '203.0.113.2']]);
    expect(admitted.received).toMatch(/^HTTP\/1.1 200/);
  });

  test('is not opened or counted for HEAD, which returns only the header', async () => {
    for (let requests = 0; requests < 10; requests++) {
      const { status, headers } = await send(app.port, { method: 'HEAD', target: '/events' });
      expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    }
    expect((await openStream()).received).toMatch(/^HTTP\/1.1 200/);
  });

  test('ends when the process stops, and new streams are rejected with 503', async () => {
    const stream = await openStream();
    app.stopping.abort();
    await stream.until('\r\n0\r\n\r\n');
    const refused = await send(app.port, { target: '/events' });
    expect([refused.status, refused.headers['retry-after'], refused.headers.connection]).toEqual([503, '2', 'close']);
  });

  test('sends an entry within 1.5 s, even if the cache was filled just before the entry was stored', async () => {
    jest.useFakeTimers();
    try {
      const store = new MemoryEntries();
      const latest = new LatestEntry(store);
      await latest.get();
      const entry = await store.add(zoe);
      // The stream reads the cache when its result is 499, 999 and 1,499 ms old.
      await jest.advanceTimersByTimeAsync(499);
      const stopping = new AbortController();
      const sent: string[] = [];
      const write = (chunk: Buffer) => sent.push(String(chunk));
      openInto(new EventStreams(latest, { stopping: stopping.signal }), new Writable({ write }));
      await jest.advanceTimersByTimeAsync(1_001);
      stopping.abort();
      expect(sent).toEqual([expect.stringContaining(entry.timestamp)]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('is closed if the client is more than 64 KiB behind', async () => {
    const store = new MemoryEntries();
    const streams = new EventStreams(new LatestEntry(store, { ttlMs: 0 }), {
      pollMs: 1,
      heartbeatMs: 60_000,
      stopping: app.stopping.signal,
    });
    const stuck = new Writable({ write: () => {} });
    openInto(streams, stuck);
    const deepest = { bytes: 0 };
    while (!stuck.destroyed) {
      await store.add({ username: '😀'.repeat(64), digits: '00000001' });
      await sleep(1);
      deepest.bytes = Math.max(deepest.bytes, stuck.writableLength);
    }
    expect(deepest.bytes).toBeGreaterThan(64 * 1024);
    expect(deepest.bytes).toBeLessThan(65 * 1024);
  });
});

/** Opens an event stream that sends its events to `reader`. */
function openInto(streams: EventStreams, reader: Writable): void {
  const res = Object.assign(reader, { flushHeaders: () => {} });
  const ctx = { method: 'GET', ip: '203.0.113.1', set: () => {}, res };
  streams.open(ctx as unknown as Parameters<EventStreams['open']>[0]);
}
