import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { drain } from '../../../../app/http/server/drain';
import { maxPipelinedResponses } from '../../../../app/http/server/pipelined-responses';
import { open, writeRequest } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { until } from '../../../support/jest/until';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ streams: { maxStreams: 10, maxStreamsPerClient: 4 } });
});
afterEach(() => app.stop());

function pipeline(...targets: readonly string[]): Buffer {
  return Buffer.concat(targets.map((target) => writeRequest({ target })));
}

/** Sends all requests in one write, waits until the app has received them, and disconnects. */
async function sendAndLeave(targets: readonly string[]): Promise<void> {
  let arrived = 0;
  const count = () => {
    arrived += 1;
  };
  app.server.on('request', count);
  const connection = await open(app.port);
  connection.write(pipeline(...targets));
  await until(() => arrived === targets.length);
  app.server.off('request', count);
  connection.destroy();
  await untilNoConnection();
}

/** Waits until the server has closed all connections. */
async function untilNoConnection(): Promise<void> {
  await until(async () => (await promisify(app.server.getConnections.bind(app.server))()) === 0);
}

describe('Pipelined responses', () => {
  describe('after the client has disconnected', () => {
    test('do not delay a drain', async () => {
      await sendAndLeave(['/events', '/entries', '/', '/health']);
      // The client has disconnected, so its responses must not count. Otherwise the drain would wait for them until the deadline, and
      // return 1.
      expect(await drain({ ...app, keepServingMs: 0, deadlineMs: 5_000 })).toBe(0);
    });

    test('no longer count as event streams', async () => {
      await sendAndLeave(['/events', '/events', '/events', '/events']);
      const connections = [await open(app.port), await open(app.port)];
      for (const connection of connections) {
        connection.write(pipeline('/events'));
        await connection.until('\r\n\r\n');
        expect(connection.received).toMatch(/^HTTP\/1.1 200/);
      }
      for (const connection of connections) connection.destroy();
    });

    test('are logged as aborted', async () => {
      await sendAndLeave(['/events', '/health']);
      expect(await until(() => app.logged.find(({ path }) => path === '/health'))).toMatchObject({ aborted: true });
    });

    test('are freed from memory', async () => {
      for (let entries = 0; entries < 100; entries++) await app.store.add({ username: 'zoe', digits: '00000001' });
      const targets = ['/events', ...Array.from({ length: 40 }, () => '/entries?limit=100')];
      // Warm-up rounds: they fill caches and let V8 compile the code.
      for (let rounds = 0; rounds < 5; rounds++) await sendAndLeave(targets);
      const before = heapMiB();
      // Each round produces more than a megabyte of responses; a leak would keep the responses of all 20 rounds.
      for (let rounds = 0; rounds < 20; rounds++) await sendAndLeave(targets);
      expect(heapMiB() - before).toBeLessThan(16);
    });
  });

  test('are all sent if their number is within the limit', async () => {
    const connection = await open(app.port);
    connection.write(pipeline(...Array.from({ length: maxPipelinedResponses + 1 }, () => '/health')));
    for (let responses = 0; responses <= maxPipelinedResponses; responses++)
      expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });

  test('close the connection if they exceed the limit, and leave no response unfinished', async () => {
    const connection = await open(app.port);
    connection.write(pipeline('/events', ...Array.from({ length: maxPipelinedResponses + 50 }, () => '/health')));
    await connection.closed();
    await until(() => app.unfinished.size === 0);
  });
});

/** Returns the sum of heap and external memory in use after garbage collection, in MiB. */
function heapMiB(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
