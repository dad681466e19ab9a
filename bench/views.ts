import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createEntriesTable, createTestClient, environmentOf, startDynalite } from '../__tests__/support/dynamodb';
import { variables } from '../contract';
import { type ServerProcess, startServer } from './server-process';

/**
 * The home page with the store behind it, against bare Koa that renders the same template from memory: at least 0.9 of its
 * requests a second, also while entries arrive; and the memory that half a million views leave behind. `--smoke` only proves
 * that it runs; numbers that small say nothing.
 */
const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 7;
const secondsPerRound = smoke ? 1 : 3;
const postsPerSecond = 50;
const views = smoke ? { first: 200, all: 1_000 } : { first: 10_000, all: 500_000 };
const least = { ratio: 0.9 };
const most = { growth: 1.1 };

async function main(): Promise<void> {
  const db = await startDynalite();
  const client = createTestClient(db.endpoint);
  const environment = {
    ...environmentOf(db.endpoint),
    [variables.table]: await createEntriesTable(client),
    [variables.postsPerMinute]: '1000000',
    [variables.drainSeconds]: '0',
    NODE_ENV: 'production',
  };
  const bare = await startServer('bench/bare-koa.ts', { NODE_ENV: 'production' }, '/');
  const app = await startServer('app/server.ts', environment, '/health');
  const fresh = await startServer('app/server.ts', environment, '/health');
  try {
    await post(app);
    const speed = await compareSpeed(bare, app);
    const memory = await compareMemory(fresh);
    report(speed, memory);
  } finally {
    await Promise.all([bare.stop(), app.stop(), fresh.stop()]);
    client.destroy();
    await db.stop();
  }
}

/** Medians of rounds in turn, so that whatever else the machine does falls on all alike. */
async function compareSpeed(bare: ServerProcess, app: ServerProcess) {
  const perSecond = { bare: [] as number[], quiet: [] as number[], busy: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    perSecond.bare.push(await measure(bare));
    perSecond.quiet.push(await measure(app));
    const stopPosting = keepPosting(app);
    perSecond.busy.push(await measure(app));
    await stopPosting();
  }
  return { bare: median(perSecond.bare), quiet: median(perSecond.quiet), busy: median(perSecond.busy) };
}

async function compareMemory(app: ServerProcess) {
  await load(app, ['--amount', String(views.first)]);
  const first = app.memoryMiB();
  await load(app, ['--amount', String(views.all - views.first)]);
  return { first, all: app.memoryMiB() };
}

/** Requests a second. */
async function measure(server: ServerProcess): Promise<number> {
  const { requests } = await load(server, ['--duration', String(secondsPerRound)]);
  return requests.average;
}

interface LoadResult {
  readonly requests: { readonly average: number; readonly total: number };
  readonly non2xx: number;
  readonly errors: number;
}

/** Loads the home page from a process of its own: this one holds the database. */
async function load(server: ServerProcess, bound: readonly string[]): Promise<LoadResult> {
  const options = ['--json', '--no-progress', '--connections', '20', '--headers', 'accept=text/html', ...bound];
  const { stdout } = await promisify(execFile)(process.execPath, [
    require.resolve('autocannon'),
    ...options,
    server.origin,
  ]);
  const result = JSON.parse(stdout) as LoadResult;
  const failed = result.non2xx + result.errors;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} views failed`);
  return result;
}

/** Posts at a steady rate until the function it gives is called. */
function keepPosting(app: ServerProcess): () => Promise<void> {
  const posts = new Set<Promise<void>>();
  const timer = setInterval(() => posts.add(post(app)), 1_000 / postsPerSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(posts);
  };
}

async function post(app: ServerProcess): Promise<void> {
  const response = await fetch(app.origin, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', digits: '00000001' }),
  });
  await response.arrayBuffer();
  if (response.status !== 201) throw new Error(`a post was answered ${response.status}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(speed: { bare: number; quiet: number; busy: number }, memory: { first: number; all: number }): void {
  const quiet = speed.quiet / speed.bare;
  const busy = speed.busy / speed.bare;
  const growth = memory.all / memory.first;
  console.log(`The home page: medians of ${rounds} rounds of ${secondsPerRound} s, in turn\n`);
  console.log('                                   views a second   ratio');
  console.log(`bare Koa, the entry in memory      ${speed.bare.toFixed(0).padStart(14)}`);
  console.log(`the app                            ${speed.quiet.toFixed(0).padStart(14)}   ${quiet.toFixed(2)}`);
  console.log(
    `the app, ${postsPerSecond} entries a second        ${speed.busy.toFixed(0).padStart(14)}   ${busy.toFixed(2)}`,
  );
  console.log(
    `\nMemory after ${views.first} views ${memory.first.toFixed(1)} MiB, after ${views.all} ${memory.all.toFixed(1)} MiB: ${growth.toFixed(2)} times`,
  );
  if (smoke) return;
  if (Math.min(quiet, busy) < least.ratio) fail(`The page is slower than ${least.ratio} of bare Koa.`);
  if (growth > most.growth) fail(`Memory grew by more than ${most.growth} times.`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  // Not only the exit code: whatever was started ends with this process.
  process.exit(1);
});
