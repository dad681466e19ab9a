import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/**
 * Lets a server listen on loopback.
 * @param port 0 takes one that is free
 * @returns the port
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
