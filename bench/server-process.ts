import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../__tests__/support/stores/dynamodb';
import { heapOptions } from '../contract';
import { Process } from '../tools/shared/process';

/** A measured server in its own process. Its log is discarded. */
export interface ServerProcess {
  readonly origin: string;
  readonly pid: number;
  /** Returns the CPU time that the server has used since its start, in seconds. */
  cpuSeconds(): number;
  /** Returns the resident set size of the server, in MiB. */
  memoryMiB(): number;
  stop(): Promise<void>;
}

export interface ServerProcessProps {
  /** The arguments of node: options, if any, and the script. */
  readonly script: readonly string[];
  /** The environment variables, except PORT, which is set to a free port. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The path that responds when the server is ready. */
  readonly readyPath: string;
}

/** The core on which the measured servers run. The load and the database run on the others. */
const serverCore = '0';

/**
 * Starts a server on one core, with the heap limits of the image, and waits until it responds.
 * @throws Error if the server does not respond within 20 seconds
 */
export async function startServer({ script, environment, readyPath }: ServerProcessProps): Promise<ServerProcess> {
  const port = await findFreePort();
  const server = new Process('taskset', ['--cpu-list', serverCore, process.execPath, ...heapOptions, ...script], {
    env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    killAtExit: true,
  });
  const pid = server.child.pid ?? 0;
  const origin = `http://127.0.0.1:${port}`;
  await waitUntilReady(origin + readyPath, () => server.child.exitCode === null);
  return {
    origin,
    pid,
    cpuSeconds: () => cpuSeconds(pid),
    memoryMiB: () => residentMiB(pid),
    stop: async () => {
      await server.stop();
    },
  };
}

/**
 * Returns the time on a CPU of all threads: the first number of each schedstat.
 * https://docs.kernel.org/scheduler/sched-stats.html
 */
function cpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((id) =>
    Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function waitUntilReady(url: string, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (isRunning() && Date.now() < deadline) {
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50);
  }
  throw new Error(`The server did not respond to ${url}`);
}
