import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../__tests__/support/stores/dynamodb';
import { heapOptions } from '../contract';

/** A server under measurement: a process of its own, its log written to nowhere. */
export interface ServerProcess {
  readonly origin: string;
  /** The memory it holds now, in MiB (Linux: resident set). */
  memoryMiB(): number;
  stop(): Promise<void>;
}

/**
 * Starts a script with node, in the heap that the image gives the app, and waits until it answers on `path`.
 * @param script arguments of node: the script, and perhaps options before it
 * @param environment gets PORT added, a free one
 */
export async function startServer(
  script: readonly string[],
  environment: Record<string, string | undefined>,
  path: string,
): Promise<ServerProcess> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [...heapOptions, ...script], {
    env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilAnswering(origin + path, child);
  return {
    origin,
    memoryMiB: () => residentMiB(child),
    stop: async () => {
      process.removeListener('exit', killAtExit);
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function residentMiB(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function waitUntilAnswering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (child.exitCode === null && Date.now() < deadline) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`The server did not answer ${url}`);
}
