import { createServer, type RequestListener, type Server } from 'node:http';
import { type Verdict, type VerifyAddressProps, verifyAddress } from '../../../tools/deploy/verify-address';
import { listenOnLoopback } from '../../support/http/loopback-server';
import { startApp } from '../../support/http/test-app';

const version = '0123456789ab';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(respond: RequestListener): Promise<string> {
  const server = createServer(respond);
  servers.push(server);
  return `http://127.0.0.1:${await listenOnLoopback(server)}`;
}

/** Starts an app that responds to these paths with a status and a body, and to all others with 404. @returns its address */
const serveResponses = (responses: Readonly<Record<string, readonly [number, string]>>) =>
  serve((request, response) => {
    const [status, body] = responses[request.url ?? ''] ?? [404, ''];
    response.writeHead(status).end(body);
  });

const look = (address: string, own: Partial<VerifyAddressProps> = {}): Promise<Verdict> =>
  verifyAddress({
    address,
    version,
    smoke: false,
    report: () => undefined,
    stop: new AbortController().signal,
    timeoutMs: 0,
    ...own,
  });

const healthy = { '/health': [200, JSON.stringify({ version })], '/ready': [200, ''], '/': [200, '<form>'] } as const;

describe('The check at the public address', () => {
  it('accepts a version that responds', async () => {
    expect(await look(await serveResponses(healthy))).toEqual({ kind: 'verified' });
  });

  it('can be repeated with `smoke`, which stores an entry in the app of this project', async () => {
    const app = await startApp({ settings: { version } });
    const address = `http://127.0.0.1:${app.port}`;
    try {
      expect(await look(address, { smoke: true })).toEqual({ kind: 'verified' });
      expect(await look(address, { smoke: true })).toEqual({ kind: 'verified' });
      expect(app.store.entries).toContainEqual(expect.objectContaining({ username: 'smoke-test', digits: '00000000' }));
    } finally {
      await app.stop();
    }
  });

  it("accepts the user's own container if the health path of the container returns 200", async () => {
    const address = await serveResponses({ '/healthz': [200, '{"version":"1.0"}'] });
    expect(await look(address, { ownHealthPath: '/healthz' })).toEqual({ kind: 'verified' });
  });

  it("rejects the user's own container if the health path of the container returns another status", async () => {
    expect(await look(await serveResponses({}), { ownHealthPath: '/healthz' })).toEqual({
      kind: 'wrong',
      reason: '/healthz responds with 404',
    });
  });

  it.each([
    ['the old version', { '/health': [200, '{"version":"old"}'] }, `/health reports old instead of ${version}`],
    [
      'a response without a version',
      { '/health': [200, 'not JSON'] },
      `/health reports status 200 instead of ${version}`,
    ],
    ['a failing health check', { '/health': [503, '{}'] }, `/health reports status 503 instead of ${version}`],
    ['a table that does not respond', { '/ready': [503, ''] }, '/ready responds with 503'],
    ['a broken home page', { '/': [500, ''] }, 'the home page responds with 500 instead of 200'],
    [
      'the home page of another server',
      { '/': [200, 'Welcome to nginx'] },
      'the home page responds with 200, but contains no form',
    ],
  ] as const)('rejects %s', async (_what, responses, reason) => {
    expect(await look(await serveResponses({ ...healthy, ...responses }))).toEqual({ kind: 'wrong', reason });
  });

  it('reports an address that does not respond as unreachable, not as wrong', async () => {
    const address = await serveResponses(healthy);
    servers[0]?.close();
    expect(await look(address)).toEqual({
      kind: 'unreachable',
      reason: `${address} does not respond to this machine (ECONNREFUSED)`,
    });
  });

  it('makes only one attempt if the address is unreachable and ingress.allowFrom is set', async () => {
    const address = await serveResponses(healthy);
    servers[0]?.close();
    const report = jest.fn();
    const verdict = await look(address, { timeoutMs: 60_000, isLimited: true, report });
    expect(verdict.kind).toBe('unreachable');
    expect(report).not.toHaveBeenCalled();
  });

  it.each([
    ['with', 'unreachable', true],
    ['without', 'wrong', false],
  ])('%s ingress.allowFrom, reports an address that returns 403 as %s', async (_what, kind, isLimited) => {
    const address = await serveResponses({ '/health': [403, ''] });
    expect((await look(address, { isLimited })).kind).toBe(kind);
  });

  it('waits until no task of the old version responds', async () => {
    let requests = 0;
    const address = await serve((request, response) => {
      if (request.url === '/health') requests += 1;
      response.end(request.url === '/health' ? JSON.stringify({ version: requests > 2 ? version : 'old' }) : '<form>');
    });
    const reports: string[] = [];
    const verdict = await look(address, { timeoutMs: 60_000, pauseMs: 1, report: (text) => reports.push(text) });
    expect(verdict).toEqual({ kind: 'verified' });
    expect(reports).toHaveLength(2);
  });

  it('ends when the command is stopped', async () => {
    const stop = new AbortController();
    const address = await serveResponses({});
    const verdict = look(address, { timeoutMs: 60_000, stop: stop.signal, report: () => stop.abort('SIGINT') });
    await expect(verdict).rejects.toBe('SIGINT');
  });
});
