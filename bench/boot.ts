import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../__tests__/support/http/free-port';
import { healthPath, heapOptions } from '../contract';
import { Process } from '../tools/shared/process';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { createCpuQuota } from './cpu-quota';
import { alternate, summarize } from './rounds';
import { appEnvironment, buildBundle } from './running-app';

const cores = 0.25;
const maxRatio = 3;
const maxSeconds = 2;

/**
 * Compares the time from the start to the first response, for the app and for an empty `node:http` server. Both are limited to the CPU of
 * the smallest Fargate task.
 */
export function benchBoot({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const quota = createCpuQuota(cleanup, cores);
    const bundle = await buildBundle(cleanup);
    // Nothing listens on this address. The app starts without a database, and /health does not use one.
    const environment = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9', AWS_REGION: 'eu-central-1' };
    const app = [...quota, process.execPath, ...heapOptions, path.join(bundle, 'server.js')];
    const empty = [...quota, process.execPath, ...heapOptions, path.join(__dirname, 'peers/empty-server.mjs')];
    const variables = appEnvironment({ environment, tableName: 'entries' });
    const measure = { ours: () => boot(app, variables), peer: () => boot(empty, variables) };
    await alternate(1, measure, () => undefined);
    const { ours, peer, ratio } = summarize(await alternate(quick ? 1 : 15, measure, progress));
    return [
      {
        what: `start to \`${healthPath}\` at ${cores} CPU`,
        comparedWith: 'an empty `node:http` server',
        goal: `at most ${maxRatio} times as long, and under ${maxSeconds} s`,
        measured: `${ratio.toFixed(1)} times (${ours.toFixed(2)} vs. ${peer.toFixed(2)} s)`,
        isMet: ratio <= maxRatio && ours < maxSeconds,
      },
    ];
  });
}

/**
 * Starts a server, waits for its first response, and kills it.
 * @returns the seconds from the start of the process to the response
 */
async function boot([program = '', ...args]: readonly string[], environment: object): Promise<number> {
  const port = await findFreePort();
  const startedAt = performance.now();
  const server = new Process(program, args, {
    env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    killAtExit: true,
  });
  try {
    while (performance.now() - startedAt < 20_000) {
      const response = await fetch(`http://127.0.0.1:${port}${healthPath}`).catch(() => undefined);
      if (response?.ok) return (performance.now() - startedAt) / 1_000;
      await sleep(2);
    }
    throw new Error('The measured server did not respond within 20 s of its start.');
  } finally {
    server.signal('SIGKILL');
    await server.ended;
  }
}
