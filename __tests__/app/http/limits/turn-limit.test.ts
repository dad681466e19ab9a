import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from 'koa';
import { limitRequestsPerTurn, maxRequestsPerTurn } from '../../../../app/http/limits/turn-limit';
import { open, writeRequest } from '../../../support/http/raw-http';
import { startApp } from '../../../support/http/test-app';

describe('Turn limit', () => {
  test('starts a few requests per turn of the event loop, in order', async () => {
    const limit = limitRequestsPerTurn();
    const started: number[] = [];
    const arrive = (number: number) => limit({} as Context, async () => void started.push(number));
    const numbers = Array.from({ length: 2 * maxRequestsPerTurn + 4 }, (_, number) => number);
    for (const number of numbers) void arrive(number);
    const counts = [started.length];
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn();
      counts.push(started.length);
    }
    expect(counts).toEqual([maxRequestsPerTurn, 2 * maxRequestsPerTurn, numbers.length, numbers.length]);
    expect(started).toEqual(numbers);
    void arrive(-1);
    expect(started.at(-1)).toBe(-1);
  });

  test('also applies to the home page that is sent from the cache', async () => {
    const app = await startApp({ latestTtlMs: Number.POSITIVE_INFINITY });
    let [accepted, responses] = [0, 0];
    app.server.on('connection', () => (accepted += 1));
    app.server.prependListener('request', (_req, res) => res.once('prefinish', () => (responses += 1)));
    const connections = await Promise.all(Array.from({ length: 120 }, () => open(app.port)));
    while (accepted < connections.length) await nextTurn();
    const received = connections.map((connection) => {
      connection.write(writeRequest({}));
      return connection.response();
    });
    const perTurn = [];
    while (responses < connections.length) {
      const before = responses;
      await nextTurn();
      perTurn.push(responses - before);
    }
    // The requests of two turns can end between two measurements.
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(2 * maxRequestsPerTurn);
    expect((await Promise.all(received)).map(({ status }) => status)).toEqual(connections.map(() => 200));
    for (const connection of connections) connection.destroy();
    await app.stop();
  });
});
