import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import type { NewEntry } from '../../../../app/entries/entry';
import { createRequestQueue, maxWaitMs } from '../../../../app/http/limits/request-queue';
import { drain, drainDeadlineMs, trackResponses } from '../../../../app/http/server/drain';
import { longestTransferSeconds, shutdownOf } from '../../../../contract';
import { open, RawConnection, writeRequest } from '../../../support/http/raw-http';
import { startApp } from '../../../support/http/test-app';
import { blockEventLoop } from '../../../support/jest/block-event-loop';
import { until } from '../../../support/jest/until';
import { MemoryEntries } from '../../../support/stores/memory-entries';

const queue = createRequestQueue();

async function startServer(response: (res: ServerResponse) => void) {
  const server = createServer((_req, res) => response(res));
  const stopping = new AbortController();
  const unfinished = trackResponses(server, stopping.signal);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, stopping, unfinished, port: (server.address() as AddressInfo).port };
}

describe('Drain', () => {
  test('waits for a running request', async () => {
    const responses: ServerResponse[] = [];
    const { server, unfinished, port } = await startServer((res) => responses.push(res));
    const connection = await open(port);
    connection.write(writeRequest({}));
    await once(server, 'request');
    const check = jest.spyOn(server, 'closeIdleConnections');
    const drained = drain({ server, unfinished, queue, keepServingMs: 0, deadlineMs: 600_000 });
    // Two checks without open requests would end the drain.
    await until(() => check.mock.calls.length > 4);
    responses[0]?.end('done');
    expect((await connection.response()).body).toBe('done');
    expect(await drained).toBe(0);
  });

  test('serves a connection that has just been opened', async () => {
    const { server, unfinished, port } = await startServer((res) => res.end('done'));
    const connection = await open(port);
    const closeIdleConnections = server.closeIdleConnections.bind(server);
    const check = jest.spyOn(server, 'closeIdleConnections').mockImplementation(() => {
      closeIdleConnections();
      // The first call comes from `close`, and the second one is the first check.
      if (check.mock.calls.length === 2) connection.write(writeRequest({}));
    });
    const drained = drain({ server, unfinished, queue, keepServingMs: 0, deadlineMs: 600_000 });
    expect((await connection.response()).body).toBe('done');
    expect(await drained).toBe(0);
  });

  test('ends when two successive checks have found no open request', async () => {
    const { server } = await startServer((res) => res.end('done'));
    const unfinished = new Set<ServerResponse>();
    // `server.close` makes the first call. Each of the following calls is a check of the drain.
    const isBusy = [false, false, true, false, false];
    const check = jest.spyOn(server, 'closeIdleConnections').mockImplementation(() => {
      unfinished.clear();
      if (isBusy[check.mock.calls.length - 1]) unfinished.add({} as ServerResponse);
    });
    expect(await drain({ server, unfinished, queue, keepServingMs: 0, deadlineMs: 600_000 })).toBe(0);
    expect(check).toHaveBeenCalledTimes(isBusy.length);
  });

  test('aborts and counts requests that have not ended at the deadline', async () => {
    const { server, unfinished, port } = await startServer(() => {});
    const connection = await open(port);
    connection.write(writeRequest({}));
    await once(server, 'request');
    expect(await drain({ server, unfinished, queue, keepServingMs: 0, deadlineMs: 150 })).toBe(1);
    await connection.closed();
  });

  test("serves connections that wait in the kernel's queue", async () => {
    const { server, unfinished, port } = await startServer((res) => res.end('done'));
    const drained = drain({ server, unfinished, queue, keepServingMs: 20, deadlineMs: 600_000 });
    const sockets = Array.from({ length: 30 }, () => connect(port, '127.0.0.1'));
    // The kernel accepts the connections now. The timer of the drain fires before Node can accept any of them.
    await new Promise((resolve) => process.nextTick(resolve));
    blockEventLoop(60);
    const connections = sockets.map((socket) => new RawConnection(socket));
    for (const connection of connections) connection.write(writeRequest({}));
    const responses = await Promise.all(connections.map((connection) => connection.response()));
    expect(responses.map(({ body }) => body)).toEqual(Array(30).fill('done'));
    expect(await drained).toBe(0);
  });

  test('accepts all waiting connections before any request starts, and rejects no request because of its waiting time', async () => {
    let accepted = 0;
    const acceptedBefore: number[] = [];
    let busyMs = 0;
    class SlowEntries extends MemoryEntries {
      override add(entry: NewEntry) {
        acceptedBefore.push(accepted);
        busyMs += (1.2 * maxWaitMs) / 30;
        return super.add(entry);
      }
    }
    const { server, unfinished, queue, port, stop } = await startApp({
      repository: new SlowEntries(),
      queueClock: () => busyMs,
    });
    server.on('connection', () => {
      accepted += 1;
    });
    const drained = drain({ server, unfinished, queue, keepServingMs: 20, deadlineMs: 600_000 });
    const connections = Array.from({ length: 30 }, () => new RawConnection(connect(port, '127.0.0.1')));
    const body = '{"username":"zoe","digits":"00000001"}';
    const request = writeRequest({ method: 'POST', headers: [['Content-Type', 'application/json']], body });
    for (const connection of connections) connection.write(request);
    await new Promise((resolve) => process.nextTick(resolve));
    blockEventLoop(60);
    const responses = await Promise.all(connections.map((connection) => connection.response()));
    expect(responses.map(({ status }) => status)).toEqual(Array(30).fill(201));
    expect(acceptedBefore).toEqual(Array(30).fill(30));
    expect(await drained).toBe(0);
    await stop();
  });

  test('accepts connections for at most five seconds, even if clients keep connecting', async () => {
    const { server, unfinished } = await startServer((res) => res.end('done'));
    const close = jest.spyOn(server, 'close');
    let turns = 0;
    let turnsBefore = 0;
    const queue = {
      pause() {
        turnsBefore = turns;
        return () => {};
      },
    };
    (function pour() {
      if (close.mock.calls.length > 0 || turns - turnsBefore === 200) return;
      turns += 1;
      server.emit('connection', new PassThrough());
      setImmediate(pour);
    })();
    const now = performance.now();
    // In this test, each turn of the event loop takes 100 ms.
    jest.spyOn(performance, 'now').mockImplementation(() => now + turns * 100);
    await drain({ server, unfinished, queue, keepServingMs: 0, deadlineMs: 60_000 });
    jest.restoreAllMocks();
    expect(turns - turnsBefore).toBeGreaterThan(45);
    expect(turns - turnsBefore).toBeLessThan(55);
  });

  test.each([
    ['request', []],
    ['checkContinue', [['Expect', '100-continue']]],
    ['checkExpectation', [['Expect', 'wonders']]],
  ] as const)(
    'counts the response of the server event %s as unfinished, and closes the connection after the response',
    async (event, headers) => {
      const { server, stopping, unfinished, port } = await startServer(() => {});
      const unfinishedAt: number[] = [];
      server.on(event, (_req, res: ServerResponse) => {
        unfinishedAt.push(unfinished.size);
        res.end('done');
      });
      stopping.abort();
      const connection = await open(port);
      connection.write(writeRequest({ headers }));
      expect((await connection.response()).headers.connection).toBe('close');
      await connection.closed();
      expect(unfinishedAt).toEqual([1]);
      server.close();
    },
  );

  test('closes the connection after a response whose header was not yet sent when the server stopped', async () => {
    const responses: ServerResponse[] = [];
    const { server, stopping, port } = await startServer((res) => responses.push(res));
    const [waiting, streaming] = [await open(port), await open(port)];
    for (const connection of [waiting, streaming]) {
      connection.write(writeRequest({}));
      await once(server, 'request');
    }
    responses[1]?.writeHead(200, { 'Content-Length': '4' }).flushHeaders();
    stopping.abort();
    for (const res of responses) res.end('done');
    expect((await waiting.response()).headers.connection).toBe('close');
    await waiting.closed();
    expect((await streaming.response()).headers.connection).toBe('keep-alive');
    server.close();
    server.closeAllConnections();
  });

  test('accepts new connections for the given time, and then refuses them', async () => {
    const { server, unfinished, port } = await startServer((res) => res.end('done'));
    const startedAt = performance.now();
    let servedMs = 0;
    jest.spyOn(server, 'close').mockImplementationOnce((...args) => {
      servedMs = performance.now() - startedAt;
      return server.close(...args);
    });
    const drained = drain({ server, unfinished, queue, keepServingMs: 200, deadlineMs: 600_000 });
    // The kernel accepts this connection before the timer of the drain can fire.
    const connection = await open(port);
    connection.write(writeRequest({}));
    expect((await connection.response()).body).toBe('done');
    await drained;
    // A timer may fire a millisecond early.
    expect(servedMs).toBeGreaterThanOrEqual(199);
    await expect(open(port)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('Shutdown timeouts', () => {
  test.each([
    ['without profiles', false, 30],
    ['with profiles', true, 120],
  ])('%s, abort requests three seconds before ECS kills the task', (_what, hasProfiles, stopTimeoutSeconds) => {
    expect(shutdownOf(hasProfiles).stopTimeoutSeconds).toBe(stopTimeoutSeconds);
    expect(drainDeadlineMs(hasProfiles)).toBe((stopTimeoutSeconds - 3) * 1_000);
  });

  test('leave enough time before SIGTERM to receive and store the longest upload', () => {
    expect(longestTransferSeconds).toBe(332);
    expect(shutdownOf(true).deregistrationDelaySeconds).toBe(332 + 30);
    expect(shutdownOf(false).deregistrationDelaySeconds).toBe(30);
  });
});
