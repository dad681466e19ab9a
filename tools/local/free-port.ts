import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from '../shared/user-error';

/** How many ports are tried, including the preferred one. */
const maxPorts = 100;

/**
 * Loopback and all interfaces, IPv4 and IPv6. All are tried: if macOS's AirPlay listens on all interfaces, listening
 * only on loopback still succeeds, and a browser may reach either.
 */
const hosts = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/**
 * Returns the preferred port, or the next free one.
 * @throws UserError if a hundred in a row are in use
 */
export async function findFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + maxPorts && port <= 65_535; port++) {
    if ((await portProblem(port)) === undefined) return port;
  }
  throw new UserError(`Ports ${preferred} to ${preferred + maxPorts - 1} are all in use. Set PORT to a free one.`);
}

/**
 * Returns exactly this port; for 0, any free one.
 * @throws UserError if it is in use
 */
export async function requirePort(port: number): Promise<number> {
  if (port === 0) return findAnyPort();
  const problem = await portProblem(port);
  if (problem === undefined) return port;
  if (problem === 'EADDRINUSE') {
    throw new UserError(
      `PORT is ${port}, but another program already listens on it. Stop that program, or set PORT to another port.`,
    );
  }
  throw new UserError(
    `PORT is ${port}, but this user is not allowed to listen on it (${problem}). Set PORT to 1024 or higher.`,
  );
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
    // A machine without IPv6 lacks these addresses, but the port can still be used.
    return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? undefined : code;
  }
}

async function findAnyPort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}
