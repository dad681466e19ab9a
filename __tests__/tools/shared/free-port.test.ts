import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { LocalPort } from '../../../tools/local/local-port';
import { findFreePort, requirePort } from '../../../tools/shared/free-port';
import { UserError } from '../../../tools/shared/user-error';

const servers: Server[] = [];

/** Starts a server, and returns its port. */
async function takenPort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
});

describe.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('Port that is in use on %s', (host) => {
  it('is replaced by a higher port', async () => {
    const taken = await takenPort(host);
    expect(await findFreePort(taken)).toBeGreaterThan(taken);
  });

  it('is rejected if the user requires exactly this port', async () => {
    const taken = await takenPort(host);
    await expect(requirePort(taken)).rejects.toThrow(`PORT is ${taken}, but another program already listens on it`);
  });
});

describe('requirePort', () => {
  it('returns a free port if the required port is 0', async () => {
    expect(await requirePort(0)).toBeGreaterThan(1023);
  });
});

describe('LocalPort', () => {
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  /** Starts an app. Another program takes the first chosen port before the app listens on it. @returns the chosen ports */
  async function loseOnce(port: LocalPort): Promise<number[]> {
    const chosen: number[] = [];
    await port.retry(async () => {
      chosen.push(await port.choose());
      if (chosen.length > 1) return;
      const server = createServer().listen(port.current);
      servers.push(server);
      await once(server, 'listening');
      throw new UserError('The app ended before it was ready');
    });
    return chosen;
  }

  it.each([
    ['PORT 0', 0],
    ['no PORT', undefined],
  ])('with %s, changes if another program takes the chosen port while the app starts', async (_, asked) => {
    const [first, second] = await loseOnce(new LocalPort(asked));
    expect(second).toBeGreaterThan(first ?? 0);
  });

  it('never changes if the user has set PORT', async () => {
    await expect(loseOnce(new LocalPort(await requirePort(0)))).rejects.toThrow('The app ended before it was ready');
  });

  it('does not restart the app if the app ends for another reason', async () => {
    const port = new LocalPort(undefined);
    const work = jest.fn(async () => {
      await port.choose();
      throw new UserError('a setting is wrong');
    });
    await expect(port.retry(work)).rejects.toThrow('a setting is wrong');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('stays the same when the app restarts', async () => {
    const port = new LocalPort(0);
    expect(await port.choose()).toBe(await port.choose());
  });

  it.each([
    ['the container port 8080', 8080, 8080],
    ['the container port 80', 5000, 80],
    ['no container port', 5000, undefined],
  ])('with %s, prefers the port %i', (_, preferred, containerPort) => {
    expect(new LocalPort(undefined, containerPort).preferred).toBe(preferred);
  });
});
