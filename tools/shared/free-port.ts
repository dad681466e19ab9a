import { once } from 'node:events';
import { createServer } from 'node:net';
import { UserError } from './user-error';

/** The maximum number of ports that are tried, including the preferred port. */
const maxPorts = 100;

/**
 * The addresses on which a port must be free: loopback and all interfaces, IPv4 and IPv6.
 * All are tried, because another program on any of them could get the requests of a browser. For example, AirPlay on
 * macOS listens on all interfaces, and a check of only loopback would not notice that.
 */
const hosts = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/**
 * Returns the preferred port or, if that is in use, the next free port.
 * @throws UserError if the preferred port and the 99 ports after it are in use
 */
export async function findFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + maxPorts && port <= 65_535; port++) {
    if ((await portProblem(port)) === undefined) return port;
  }
  throw new UserError(`Ports ${preferred} to ${preferred + maxPorts - 1} are all in use. Set PORT to a free port.`);
}

/**
 * Returns this port if it is free. For 0, returns any free port.
 * @throws UserError if the port is in use, or if this user is not allowed to listen on it
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
    // A machine without IPv6 lacks some of the addresses. That does not mean that the port is in use.
    return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? undefined : code;
  }
}

async function findAnyPort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a TCP port.');
  return address.port;
}
