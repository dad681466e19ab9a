import { startApp } from '../../../tools/local/local-app';
import { findFreePort } from '../../support/http/free-port';
import { useFakeTimeouts } from '../../support/jest/fake-timeouts';

/** The source of an app that ignores SIGTERM. */
const stubborn = `
  process.on('SIGTERM', () => {});
  require('node:http').createServer((_request, response) => response.end()).listen(process.env.PORT, '127.0.0.1');
`;

describe('Stop of a local app', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('gives the app one second to finish its requests, and then kills it', async () => {
    const program = { command: [process.execPath, '--eval', stubborn], readyPath: '/' };
    const port = await findFreePort();
    const app = startApp({
      program,
      address: { host: '127.0.0.1', port },
      environment: { PORT: String(port) },
      log: () => undefined,
    });
    await app.ready();
    const kill = jest.spyOn(process, 'kill');
    const signals = () => kill.mock.calls.map(([_pid, signal]) => signal);
    useFakeTimeouts();
    const stopped = app.stop();
    jest.advanceTimersByTime(999);
    expect(signals()).toEqual(['SIGTERM']);
    jest.advanceTimersByTime(1);
    expect(signals()).toEqual(['SIGTERM', 'SIGKILL']);
    jest.useRealTimers();
    await stopped;
    expect(await app.ended).toBe('SIGKILL');
  });
});
