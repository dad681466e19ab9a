import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEntry } from '../../../app/entries/entry';
import { drain, drainDeadlineMs, trackResponses } from '../../../app/http/drain';
import { createRequestQueue, maxWaitMs } from '../../../app/http/request-queue';
import { longestTransferSeconds, shutdownOf } from '../../../contract';
import { MemoryEntries, startApp } from '../../support/http/app-server';
import { open, RawConnection, writeRequest } from '../../support/http/raw-http';

const queue = createRequestQueue();

async function startServer(answer: (res: ServerResponse) => void) {
  const server = createServer((_req, res) => answer(res));
  const stopping = new AbortController();
  const unfinished = trackResponses(server, stopping.signal);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, stopping, unfinished, port: (server.address() as AddressInfo).port };
}

test('a request under way is finished', async () => {
  const { server, unfinished, port } = await startServer((res) => setTimeout(() => res.end('done'), 300));
  const connection = await open(port);
  connection.write(writeRequest({}));
  await once(server, 'request');
  const drained = drain({ server, unfinished, queue, serveOnMs: 0, deadlineMs: 5_000 });
  expect((await connection.answer()).body).toBe('done');
  expect(await drained).toBe(0);
});

test('a connection that was just made gets its answer', async () => {
  const { server, unfinished, port } = await startServer((res) => res.end('done'));
  const connection = await open(port);
  const drained = drain({ server, unfinished, queue, serveOnMs: 0, deadlineMs: 5_000 });
  await sleep(50);
  connection.write(writeRequest({}));
  expect((await connection.answer()).body).toBe('done');
  expect(await drained).toBe(0);
});

test('a drain ends after two quiet checks in a row', async () => {
  const { server } = await startServer((res) => res.end('done'));
  const unfinished = new Set<ServerResponse>();
  // `close` closes idle connections too, before the first check.
  const isBusy = [false, false, true, false, false];
  const check = jest.spyOn(server, 'closeIdleConnections').mockImplementation(() => {
    unfinished.clear();
    if (isBusy[check.mock.calls.length - 1]) unfinished.add({} as ServerResponse);
  });
  expect(await drain({ server, unfinished, queue, serveOnMs: 0, deadlineMs: 60_000 })).toBe(0);
  expect(check).toHaveBeenCalledTimes(isBusy.length);
});

test('what does not end is cut at the deadline, and counted', async () => {
  const { server, unfinished, port } = await startServer(() => {});
  const connection = await open(port);
  connection.write(writeRequest({}));
  await once(server, 'request');
  expect(await drain({ server, unfinished, queue, serveOnMs: 0, deadlineMs: 150 })).toBe(1);
  await connection.closed();
});

test('connections that wait to be accepted are served', async () => {
  const { server, unfinished, port } = await startServer((res) => res.end('done'));
  const drained = drain({ server, unfinished, queue, serveOnMs: 20, deadlineMs: 5_000 });
  const sockets = Array.from({ length: 30 }, () => connect(port, '127.0.0.1'));
  // The kernel connects them now, and the timer of the drain is due before the event loop can accept one.
  await new Promise((resolve) => process.nextTick(resolve));
  for (const blockedAt = performance.now(); performance.now() - blockedAt < 60; );
  const connections = sockets.map((socket) => new RawConnection(socket));
  for (const connection of connections) connection.write(writeRequest({}));
  const answers = await Promise.all(connections.map((connection) => connection.answer()));
  expect(answers.map(({ body }) => body)).toEqual(Array(30).fill('done'));
  expect(await drained).toBe(0);
});

test('all connections that wait are accepted before a request begins, and none is refused for having waited', async () => {
  let accepted = 0;
  const acceptedBefore: number[] = [];
  const { now } = performance;
  let busyMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + busyMs);
  class SlowEntries extends MemoryEntries {
    override add(entry: NewEntry) {
      acceptedBefore.push(accepted);
      busyMs += (1.2 * maxWaitMs) / 30;
      return super.add(entry);
    }
  }
  const { server, unfinished, queue, port, stop } = await startApp({ repository: new SlowEntries() });
  server.on('connection', () => {
    accepted += 1;
  });
  const drained = drain({ server, unfinished, queue, serveOnMs: 20, deadlineMs: 60_000 });
  const connections = Array.from({ length: 30 }, () => new RawConnection(connect(port, '127.0.0.1')));
  const body = '{"username":"zoe","digits":"00000001"}';
  const request = writeRequest({ method: 'POST', headers: [['Content-Type', 'application/json']], body });
  for (const connection of connections) connection.write(request);
  await new Promise((resolve) => process.nextTick(resolve));
  for (const blockedAt = performance.now(); performance.now() - blockedAt < 60; );
  const answers = await Promise.all(connections.map((connection) => connection.answer()));
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
  expect(acceptedBefore).toEqual(Array(30).fill(30));
  expect(await drained).toBe(0);
  jest.restoreAllMocks();
  await stop();
});

test('connections that keep coming are accepted for five seconds, and do not prolong the drain', async () => {
  const { server, unfinished } = await startServer((res) => res.end('done'));
  const close = jest.spyOn(server, 'close');
  let turns = 0;
  let turnsBefore = 0;
  const queue = {
    hold() {
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
  // Each turn of the event loop takes a tenth of a second.
  jest.spyOn(performance, 'now').mockImplementation(() => now + turns * 100);
  await drain({ server, unfinished, queue, serveOnMs: 0, deadlineMs: 60_000 });
  jest.restoreAllMocks();
  expect(turns - turnsBefore).toBeGreaterThan(45);
  expect(turns - turnsBefore).toBeLessThan(55);
});

test.each([
  ['request', []],
  ['checkContinue', [['Expect', '100-continue']]],
  ['checkExpectation', [['Expect', 'wonders']]],
] as const)(
  'the response of the event %s is waited for, and ends its connection after a stop',
  async (event, headers) => {
    const { server, stopping, unfinished, port } = await startServer(() => {});
    const waitedFor: number[] = [];
    server.on(event, (_req, res: ServerResponse) => {
      waitedFor.push(unfinished.size);
      res.end('done');
    });
    stopping.abort();
    const connection = await open(port);
    connection.write(writeRequest({ headers }));
    expect((await connection.answer()).headers.connection).toBe('close');
    await connection.closed();
    expect(waitedFor).toEqual([1]);
    server.close();
  },
);

test('closes the connection after a response whose header was not sent before the stop', async () => {
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
  expect((await waiting.answer()).headers.connection).toBe('close');
  await waiting.closed();
  expect((await streaming.answer()).headers.connection).toBe('keep-alive');
  server.close();
  server.closeAllConnections();
});

test('it serves on first, for as long as it is told', async () => {
  const { server, unfinished, port } = await startServer((res) => res.end('done'));
  const drained = drain({ server, unfinished, queue, serveOnMs: 200, deadlineMs: 5_000 });
  const connection = await open(port);
  connection.write(writeRequest({}));
  expect((await connection.answer()).body).toBe('done');
  await drained;
  await expect(open(port)).rejects.toThrow('ECONNREFUSED');
});

test.each([
  ['without profiles', false, 30],
  ['with profiles', true, 120],
])('%s, the deadline of the process lies just below that of ECS', (_what, hasProfiles, stopTimeoutSeconds) => {
  expect(shutdownOf(hasProfiles).stopTimeoutSeconds).toBe(stopTimeoutSeconds);
  expect(drainDeadlineMs(hasProfiles)).toBe((stopTimeoutSeconds - 3) * 1_000);
});

test('the longest upload has time to end, and to be stored, before ECS sends SIGTERM', () => {
  expect(longestTransferSeconds).toBe(332);
  expect(shutdownOf(true).deregistrationDelaySeconds).toBe(332 + 30);
  expect(shutdownOf(false).deregistrationDelaySeconds).toBe(30);
});
