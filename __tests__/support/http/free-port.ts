import { once } from 'node:events';
import { createServer } from 'node:http';
import { listenOnLoopback } from './loopback-server';

/** Returns a free loopback port, for programs that do not report on which port they listen. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  server.close();
  await once(server, 'close');
  return port;
}
