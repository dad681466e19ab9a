import { bodyLimitBytes } from '../../../../app/http/body-limit';
import { lingerMs } from '../../../../app/http/rejected-body';
import { graceMs } from '../../../../app/http/server/body-deadline';
import { bodyTime } from '../../../../contract';
import { openAccepted, writeRequest } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { useFakeTimeouts } from '../../../support/jest/fake-timeouts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(useFakeTimeouts);
afterEach(() => jest.useRealTimers());
afterAll(() => app.stop());

const text = '{"username":"zoe","digits":"00000001"}';
const body = text.padEnd(bodyLimitBytes);
const header = writeRequest({
  method: 'POST',
  headers: [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
  ],
});

/** Sends the header of a request. The returned function sends a piece of the body, and waits until it has arrived. */
async function begin() {
  const { connection, send } = await openAccepted(app);
  await send(header);
  return { connection, send };
}

describe('Request body deadline', () => {
  test('is extended while enough bytes arrive', async () => {
    const { connection, send } = await begin();
    jest.advanceTimersByTime(graceMs - 1);
    const pieceBytes = body.length / 4;
    for (let at = 0; at < body.length - pieceBytes; at += pieceBytes) {
      await send(body.slice(at, at + pieceBytes));
      jest.advanceTimersByTime((pieceBytes / bodyTime.bytesPerSecond) * 1_000);
    }
    await send(body.slice(-pieceBytes));
    expect((await connection.response('POST')).status).toBe(201);
    connection.destroy();
  });

  test('cannot be extended by sending single bytes: the request ends with 408 after the grace period', async () => {
    const { connection, send } = await begin();
    let isRejected = false;
    app.server.once('clientError', () => {
      isRejected = true;
    });
    let seconds = 0;
    while (!isRejected) {
      await send(' ');
      jest.advanceTimersByTime(1_000);
      seconds += 1;
    }
    // The bytes have extended the deadline by less than a millisecond, so that it passes during the next second.
    expect(seconds).toBe(graceMs / 1_000 + 1);
    expect((await connection.response('POST')).status).toBe(408);
    jest.advanceTimersByTime(lingerMs);
    await connection.closed();
  });
});
