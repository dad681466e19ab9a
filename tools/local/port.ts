import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from '../shared/user-error';

/** How many ports after the preferred one are tried. */
const neighbours = 100;

/**
 * Loopback and every interface, IPv4 and IPv6. Each is tried, because where macOS's AirPlay listens on every interface,
 * listening on loopback alone succeeds all the same, and a browser may then reach either.
 */
const hosts = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/**
 * The preferred port, or the next free one.
 * @throws UserError when a hundred in a row are taken
 */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + neighbours && port <= 65_535; port++) {
    if ((await portProblem(port)) === undefined) return port;
  }
  throw new UserError(`Ports ${preferred} to ${preferred + neighbours - 1} are all taken: set PORT to a free one.`);
}

/**
 * Exactly this port; 0 is any free one.
 * @throws UserError when it is in use
 */
export async function strictPort(port: number): Promise<number> {
  if (port === 0) return anyPort();
  const problem = await portProblem(port);
  if (problem === undefined) return port;
  if (problem === 'EADDRINUSE') {
    throw new UserError(`PORT is ${port}, and something listens there already: stop that, or set another PORT.`);
  }
  throw new UserError(`PORT is ${port}, and this user may not listen there (${problem}): set a PORT from 1024 on.`);
}

async function portProblem(port: number): Promise<string | undefined> {
  for (const host of hosts) {
    const problem = await listeningProblem(port, host);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function listeningProblem(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen({ port, host, exclusive: true }), 'listening');
    await new Promise((resolve) => server.close(resolve));
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A machine without IPv6 lacks these addresses, which is no reason not to use the port.
    return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? undefined : code;
  }
}

async function anyPort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}
