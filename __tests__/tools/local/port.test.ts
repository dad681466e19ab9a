import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { freePort, strictPort } from '../../../tools/local/port';

const servers: Server[] = [];

/** A port that something listens on. */
async function takenPort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
});

describe.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('with a port taken on %s', (host) => {
  it('takes a later one', async () => {
    const taken = await takenPort(host);
    expect(await freePort(taken)).toBeGreaterThan(taken);
  });

  it('refuses it when exactly that is wanted', async () => {
    const taken = await takenPort(host);
    await expect(strictPort(taken)).rejects.toThrow(`PORT is ${taken}, and something listens there already`);
  });
});

it('gives any free port for 0', async () => {
  expect(await strictPort(0)).toBeGreaterThan(1023);
});
