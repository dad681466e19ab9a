import { setTimeout as sleep } from 'node:timers/promises';
import { bodyTime } from '../../../../contract';
import { multipartType, textOf, writeMultipart } from '../../../support/http/multipart';
import { open, type RawConnection, writeRequest } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { patience } from '../../../support/jest/patience';
import { MemoryProfiles } from '../../../support/stores/memory-profiles';

const graceMs = 600;
const { bytesPerSecond } = bodyTime;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ timeoutsMs: { body: graceMs }, profiles: new MemoryProfiles() });
});
afterAll(() => app.stop());

const body = writeMultipart([
  { name: 'name', value: 'Zoë' },
  { name: 'email', value: 'zoe@example.com' },
  { name: 'file', value: textOf(4 * bytesPerSecond), fileName: 'a.txt' },
]);

/** Sends a form in chunks of the given number of bytes, until the whole form is sent or a response arrives. */
async function sendSlowly(connection: RawConnection, bytes: number, everyMs: number): Promise<void> {
  const headers = [multipartType, ['Content-Length', String(body.length)]] as const;
  connection.write(writeRequest({ method: 'POST', target: '/profiles', headers }));
  for (let at = 0; at < body.length && connection.received === ''; at += bytes) {
    connection.write(body.subarray(at, at + bytes));
    await sleep(everyMs);
  }
}

describe('Request body deadline', () => {
  test('is extended while enough bytes arrive', async () => {
    const send = async () => {
      const connection = await open(app.port);
      const startedAt = Date.now();
      await sendSlowly(connection, bytesPerSecond / 8, 50);
      const { status } = await connection.response('POST');
      connection.destroy();
      return { status, durationMs: Date.now() - startedAt };
    };
    let sent = await send();
    // A busy machine can pause the client for longer than the deadline. In this case, the test tries again.
    for (let attempt = 1; attempt < patience && sent.status === 408; attempt++) sent = await send();
    expect(sent.status).toBe(303);
    expect(sent.durationMs).toBeGreaterThan(2 * graceMs);
  });

  test('cannot be extended by sending single bytes: the request ends with 408', async () => {
    const connection = await open(app.port);
    const startedAt = Date.now();
    await sendSlowly(connection, 1, 20);
    expect((await connection.response('POST')).status).toBe(408);
    expect(Date.now() - startedAt).toBeLessThan(patience * 4 * graceMs);
    await connection.closed();
  });
});
