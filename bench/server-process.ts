import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../__tests__/support/http/free-port';
import { heapOptions } from '../contract';
import { Process } from '../tools/shared/process';
import { serverCore } from './cores';

/** A measured server. It runs in its own process, and its log is discarded. */
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
  /** The arguments of `node`: options of Node, if any, and the path of the script. */
  readonly script: readonly string[];
  /** The environment variables of the server. `startServer` sets PORT to a free port. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The path that responds with a 2xx status when the server is ready. */
  readonly readyPath: string;
}

/**
 * Starts a server on one core, with the heap limits of the image, and waits until it is ready.
 * @throws Error if the server ends, or is not ready within 20 seconds
 */
export async function startServer({ script, environment, readyPath }: ServerProcessProps): Promise<ServerProcess> {
  const port = await findFreePort();
  const server = new Process(
    'taskset',
    ['--cpu-list', String(serverCore), process.execPath, ...heapOptions, ...script],
    {
      env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
      killAtExit: true,
    },
  );
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
 * Returns the CPU time of all threads of a process, in seconds. The first number in a schedstat file is the time on the CPU, in ns.
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
  throw new Error(`The measured server is not ready: it has ended, or ${url} did not return a 2xx status within 20 s.`);
}
