import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/**
 * Makes a server listen on loopback.
 * @param port 0 for a free port
 * @returns the port on which the server listens
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
