import timers from 'node:timers/promises';
import { waitUntilReady } from '../../../tools/local/readiness';

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
