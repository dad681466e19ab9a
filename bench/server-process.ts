import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../__tests__/support/stores/dynamodb';
import { heapOptions } from '../contract';
import { Process } from '../tools/shared/process';

/** A measured server in a separate process. Its log is discarded. */
export interface ServerProcess {
  readonly origin: string;
  /** The resident set size of the server in MiB. Works only on Linux. */
  memoryMiB(): number;
  stop(): Promise<void>;
}

/**
 * Starts a script with the heap limits of the image, and waits until it responds to `path`.
 * @param script arguments of node: options, if any, and the script
 * @param environment the environment variables, except PORT, which is set to a free port
 * @throws Error if the server does not respond within 20 seconds
 */
export async function startServer(
  script: readonly string[],
  environment: Record<string, string | undefined>,
  path: string,
): Promise<ServerProcess> {
  const port = await findFreePort();
  const server = new Process(process.execPath, [...heapOptions, ...script], {
    env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    killAtExit: true,
  });
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(origin + path, server.child);
  return { origin, memoryMiB: () => residentMiB(server.child), stop: () => server.stop() };
}

function residentMiB(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (child.exitCode === null && Date.now() < deadline) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`The server did not respond to ${url}`);
}
