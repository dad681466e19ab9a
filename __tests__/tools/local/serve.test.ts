import timers from 'node:timers/promises';
import { type LocalApp, type LocalProgram, succeeded } from '../../../tools/local/local-app';
import { waitUntilReady } from '../../../tools/local/readiness';
import { serve } from '../../../tools/local/serve';

const program = (file: string): LocalProgram => ({ command: [file], readyPath: '/ready' });
const task = {
  program: program('app/server.ts'),
  environment: {},
  initContainers: [{ name: 'migrate', program: program('app/migrate.ts'), environment: {} }],
};
const never = new Promise<never>(() => {});

/**
 * Returns fake processes that record their starts and stops.
 * @param outcome how the process of the container `migrate` ends
 */
function processes(outcome: Promise<string>) {
  const events: string[] = [];
  const start = async ({ command: [file] }: LocalProgram): Promise<LocalApp> => {
    events.push(`start ${file}`);
    return {
      ended: file === 'app/migrate.ts' ? outcome : Promise.resolve('exit code 7'),
      ready: async () => {},
      stop: async () => {
        events.push(`stop ${file}`);
      },
    };
  };
  return { events, app: { task, start, announce: () => events.push('announce') } };
}

describe('App that waits for another container', () => {
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  it('starts after the other container has succeeded', async () => {
    const { events, app } = processes(Promise.resolve(succeeded));
    await expect(serve(app, never)).rejects.toThrow('The app ended by itself (exit code 7)');
    const before = ['start app/migrate.ts', 'stop app/migrate.ts'];
    expect(events).toEqual([...before, 'start app/server.ts', 'announce', 'stop app/server.ts']);
  });

  it('does not start if the other container fails', async () => {
    const { events, app } = processes(Promise.resolve('exit code 1'));
    await expect(serve(app, never)).rejects.toThrow('migrate failed (exit code 1), so the app was not started');
    expect(events).toEqual(['start app/migrate.ts', 'stop app/migrate.ts']);
  });

  it('does not start if the run ends before the other container, which is then stopped', async () => {
    let end = (_outcome: string) => {};
    const { events, app } = processes(new Promise((resolve) => (end = resolve)));
    await serve(app, Promise.resolve());
    expect(events).toEqual(['start app/migrate.ts', 'stop app/migrate.ts']);
    end('SIGTERM');
  });
});

describe('waitUntilReady', () => {
  const conditions = { path: '/healthz', port: 8081, listenHost: '127.0.0.1' };
  const startedAt = new Date('2027-03-01').getTime();
  const elapsedMs = () => Date.now() - startedAt;
  let printed: jest.SpyInstance;

  // The clock advances only in the pauses between requests.
  beforeEach(() => {
    printed = jest.spyOn(console, 'log').mockImplementation();
    jest.useFakeTimers({ now: startedAt });
    jest.spyOn(timers, 'setTimeout').mockImplementation(async (ms) => void jest.advanceTimersByTime(ms ?? 1));
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it.each([
    [
      'does not respond',
      undefined,
      'The app does not respond at 127.0.0.1:8081 yet. It must listen on the port in PORT (8081) and the address in LISTEN_HOST (127.0.0.1), and return 200 for /healthz. Still waiting.',
    ],
    ['returns 404', 404, 'The app returns 404 for /healthz, but must return 200. Still waiting.'],
  ])('prints one hint and keeps waiting for two minutes if the app %s', async (_what, status, hint) => {
    let lastRequestMs = 0;
    const request = async () => {
      lastRequestMs = elapsedMs();
      return status;
    };
    expect(await waitUntilReady(conditions, request, () => true)).toBe(false);
    expect(printed.mock.calls).toEqual([[`      ...  ${hint}`]]);
    expect(lastRequestMs).toBeGreaterThan(119_000);
    expect(elapsedMs()).toBe(120_000);
  });

  it('prints no hint in the first ten seconds', async () => {
    const request = async () => (elapsedMs() < 9_900 ? 503 : 200);
    expect(await waitUntilReady(conditions, request, () => true)).toBe(true);
    expect(printed).not.toHaveBeenCalled();
  });

  it('prints the hint after ten seconds', async () => {
    let printedAtMs = 0;
    printed.mockImplementation(() => (printedAtMs = elapsedMs()));
    const request = async () => (elapsedMs() < 60_000 ? 503 : 200);
    expect(await waitUntilReady(conditions, request, () => true)).toBe(true);
    expect(printedAtMs).toBe(10_000);
  });

  it('stops waiting when the process of the app has ended', async () => {
    const request = async () => undefined;
    expect(await waitUntilReady(conditions, request, () => elapsedMs() < 1_000)).toBe(false);
    expect(elapsedMs()).toBe(1_000);
  });
});
