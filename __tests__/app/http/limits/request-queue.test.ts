import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { createRequestQueue, maxWaitMs } from '../../../../app/http/limits/request-queue';
import { post, send } from '../../../support/http/raw-http';
import { startApp } from '../../../support/http/test-app';

describe('Request queue', () => {
  let now = 0;
  let started: string[] = [];
  let rejected: string[] = [];
  let queue = createRequestQueue(() => now);
  beforeEach(() => {
    started = [];
    rejected = [];
    queue = createRequestQueue(() => now);
  });

  function arrive(name: string, method = 'POST', path = '/', socket = { destroyed: false }): void {
    const ctx = { method, path, state: {}, req: { socket, headers: {} } } as unknown as Context;
    const next = async () => {
      started.push(name);
    };
    Promise.resolve(queue.enqueue(ctx, next)).catch((error) => {
      expect(error).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
      rejected.push(name);
    });
  }

  test('starts one request per turn of the event loop, in order', async () => {
    for (const name of ['a', 'b', 'c']) arrive(name);
    const turns = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      turns.push([...started]);
    }
    expect(turns).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
  });

  test.each([
    ['GET', '/'],
    ['HEAD', '/'],
    ['GET', '/health'],
    ['GET', '/ready'],
  ])('lets %s %s skip the queue', async (method, path) => {
    arrive('waiting');
    arrive('passing', method, path);
    expect(started).toEqual(['passing']);
    await nextTurn();
    expect(started).toEqual(['passing', 'waiting']);
  });

  test('rejects requests that have waited too long or whose client has disconnected, and starts the next request', async () => {
    const gone = { destroyed: false };
    arrive('late');
    now += 1_001;
    arrive('gone', 'POST', '/', gone);
    arrive('in time', 'GET', '/entries');
    gone.destroyed = true;
    now += 1_000;
    await nextTurn();
    expect([rejected, started]).toEqual([['late', 'gone'], ['in time']]);
  });

  test('starts no requests while it is paused; then starts all waiting requests in order, however long they have waited', async () => {
    arrive('before');
    const resume = queue.pause();
    arrive('meanwhile');
    now += 10 * maxWaitMs;
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    expect(started).toEqual([]);
    resume();
    arrive('after');
    const turns = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      turns.push(started.length);
    }
    expect([turns, rejected, started]).toEqual([[1, 2, 3], [], ['before', 'meanwhile', 'after']]);
  });

  test('rejects only a few requests per turn, so that rejections do not delay other work', async () => {
    for (let n = 0; n < 100; n += 1) arrive(String(n));
    now += maxWaitMs + 1;
    await nextTurn();
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.length).toBeLessThan(20);
    while (rejected.length < 100) await nextTurn();
    expect(started).toEqual([]);
  });
});

describe('App with a blocked event loop', () => {
  test('rejects a post with 503, counts it as refused, and responds to a health check', async () => {
    const metrics = { stored: jest.fn(), refused: jest.fn(), storeLatency: jest.fn(), unreadable: jest.fn() };
    let now = 0;
    const app = await startApp({ metrics, queueClock: () => now });
    const body = '{"username":"zoe","digits":"00000001"}';
    // Simulates a long computation after the app has queued the post, and before the turn in which the post would start.
    const block = ({ method }: IncomingMessage) => {
      if (method === 'POST') now += 2 * maxWaitMs;
    };
    app.server.on('request', block);
    const [refused, health] = await Promise.all([post(app.port, body), send(app.port, { target: '/health' })]);
    expect([refused.status, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([
      503,
      '5',
      'application/problem+json',
    ]);
    expect(JSON.parse(refused.body).detail).toContain('did not process the request');
    expect(health.status).toBe(200);
    expect([metrics.refused.mock.calls.length, app.store.calls.add]).toEqual([1, 0]);
    app.server.off('request', block);
    expect((await post(app.port, body)).status).toBe(201);
    await app.stop();
  });
});
