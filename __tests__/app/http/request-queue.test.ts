import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { createRequestQueue, maxWaitMs } from '../../../app/http/request-queue';
import { startApp } from '../../support/http/app-server';
import { post, send } from '../../support/http/raw-http';

describe('the queue', () => {
  let now = 0;
  let begun: string[] = [];
  let refused: string[] = [];
  let queue = createRequestQueue(() => now);
  beforeEach(() => {
    begun = [];
    refused = [];
    queue = createRequestQueue(() => now);
  });

  function arrive(name: string, method = 'POST', path = '/', socket = { destroyed: false }): void {
    const ctx = { method, path, state: {}, req: { socket, headers: {} } } as unknown as Context;
    const next = async () => {
      begun.push(name);
    };
    Promise.resolve(queue.enqueue(ctx, next)).catch((error) => {
      expect(error).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
      refused.push(name);
    });
  }

  test('begins one request in each turn, in order', async () => {
    for (const name of ['a', 'b', 'c']) arrive(name);
    const turns = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      turns.push([...begun]);
    }
    expect(turns).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
  });

  test.each([
    ['GET', '/'],
    ['HEAD', '/'],
    ['GET', '/health'],
    ['GET', '/ready'],
  ])('lets %s %s pass at once', async (method, path) => {
    arrive('waiting');
    arrive('passing', method, path);
    expect(begun).toEqual(['passing']);
    await nextTurn();
    expect(begun).toEqual(['passing', 'waiting']);
  });

  test('refuses what has waited too long, or whose client has left, and begins the next', async () => {
    const gone = { destroyed: false };
    arrive('late');
    now += 1_001;
    arrive('gone', 'POST', '/', gone);
    arrive('in time', 'GET', '/entries');
    gone.destroyed = true;
    now += 1_000;
    await nextTurn();
    expect([refused, begun]).toEqual([['late', 'gone'], ['in time']]);
  });

  test('begins nothing while it is held, and then all in order, however long they have waited', async () => {
    arrive('before');
    const release = queue.hold();
    arrive('meanwhile');
    now += 10 * maxWaitMs;
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    expect(begun).toEqual([]);
    release();
    arrive('after');
    const turns = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      turns.push(begun.length);
    }
    expect([turns, refused, begun]).toEqual([[1, 2, 3], [], ['before', 'meanwhile', 'after']]);
  });

  test('refuses a few in each turn, so that even refusals keep nothing waiting', async () => {
    for (let n = 0; n < 100; n += 1) arrive(String(n));
    now += maxWaitMs + 1;
    await nextTurn();
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(20);
    while (refused.length < 100) await nextTurn();
    expect(begun).toEqual([]);
  });
});

test('while the event loop is blocked, posts are refused and counted, and the health check is answered', async () => {
  const metrics = { stored: jest.fn(), refused: jest.fn(), storeLatency: jest.fn(), unreadable: jest.fn() };
  const app = await startApp({ metrics });
  const body = '{"username":"zoe","digits":"00000001"}';
  // After the app has put the post into the queue, and before the turn in which it would begin.
  app.server.once('request', () => {
    for (const blockedAt = performance.now(); performance.now() - blockedAt < 2 * maxWaitMs; );
  });
  const [refused, health] = await Promise.all([post(app.port, body), send(app.port, { target: '/health' })]);
  expect([refused.status, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([
    503,
    '5',
    'application/problem+json',
  ]);
  expect(JSON.parse(refused.body).detail).toContain('did not process the request');
  expect(health.status).toBe(200);
  expect([metrics.refused.mock.calls.length, app.store.calls.add]).toEqual([1, 0]);
  expect((await post(app.port, body)).status).toBe(201);
  await app.stop();
});
