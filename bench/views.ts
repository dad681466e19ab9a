import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createEntriesTable, createTestClient, environmentOf } from '../__tests__/support/stores/dynamodb';
import { variables } from '../contract';
import { startEngine } from './engine';
import { type LoadOptions, LoadProcess, type LoadResult } from './load';
import { median } from './median';
import { type ServerProcess, startServer } from './server-process';

/**
 * The home page with the store behind it, against bare Koa that renders the same template from memory: at least 0.9 of its
 * requests a second, also while entries arrive; and the memory that half a million views leave behind. The app is the bundle
 * that the image runs. `--smoke` only proves that it runs; numbers that small say nothing.
 */
const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 11;
const secondsPerRound = smoke ? 1 : 2;
const postsPerSecond = 50;
/**
 * Node compiles what a post does only after some hundreds of them, and what posts and views share once more when it first meets both
 * together: before, each takes the processor four times as long.
 */
const warmUp = { posts: smoke ? 1 : 3_000, seconds: 20 };
const views = smoke ? { first: 20, all: 40 } : { first: 10_000, all: 500_000 };
const least = { ratio: 0.9 };
const most = { growth: 1.1 };

const loader = new LoadProcess();

async function main(): Promise<void> {
  const { engine: db } = await startEngine();
  const client = createTestClient(db.endpoint);
  const environment = {
    ...environmentOf(db.endpoint),
    [variables.table]: await createEntriesTable(client),
    [variables.postsPerMinute]: '1000000',
    [variables.drainSeconds]: '0',
    NODE_ENV: 'production',
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-views-'));
  await promisify(execFile)(process.execPath, ['app/build.mjs', folder]);
  const bundle = [path.join(folder, 'server.js')];
  const [bare, app, fresh] = await Promise.all([
    startServer(['--import', 'tsx', 'bench/bare-koa.ts'], { NODE_ENV: 'production' }, '/'),
    startServer(bundle, environment, '/health'),
    startServer(bundle, environment, '/health'),
  ]);
  try {
    await Promise.all([warm(bare), warm(app), postInTurn(app, warmUp.posts)]);
    const speed = await compareSpeed(bare, app);
    const memory = await compareMemory(fresh);
    report(speed, memory);
  } finally {
    loader.stop();
    await Promise.all([bare.stop(), app.stop(), fresh.stop()]);
    client.destroy();
    await db.stop();
    await rm(folder, { recursive: true });
  }
}

async function warm(server: ServerProcess): Promise<void> {
  if (!smoke) await load(server, { duration: warmUp.seconds });
}

async function postInTurn(app: ServerProcess, posts: number): Promise<void> {
  for (let n = 0; n < posts; n++) await post(app);
}

/** Views a second of both, in rounds of which each holds one measurement of either. */
interface Comparison {
  readonly bare: number[];
  readonly app: number[];
}

/**
 * Each round measures both in turn, quietly and while entries arrive at the app, so that whatever else the machine does,
 * the database and the posting included, falls on both alike.
 */
async function compareSpeed(bare: ServerProcess, app: ServerProcess) {
  const quiet: Comparison = { bare: [], app: [] };
  const busy: Comparison = { bare: [], app: [] };
  for (let round = 0; round < rounds; round++) {
    quiet.bare.push(await measure(bare));
    quiet.app.push(await measure(app));
    const stopPosting = keepPosting(app);
    busy.app.push(await measure(app));
    busy.bare.push(await measure(bare));
    await stopPosting();
  }
  return { quiet, busy };
}

/** The median of the rounds' ratios. */
function ratioOf({ bare, app }: Comparison): number {
  return median(app.map((views, round) => views / (bare[round] ?? Number.NaN)));
}

async function compareMemory(app: ServerProcess) {
  await load(app, { amount: views.first });
  const first = app.memoryMiB();
  await load(app, { amount: views.all - views.first });
  return { first, all: app.memoryMiB() };
}

/** Requests a second. */
async function measure(server: ServerProcess): Promise<number> {
  if (smoke) {
    const { requests, duration } = await load(server, { amount: views.first });
    return requests.total / duration;
  }
  const { requests } = await load(server, { duration: secondsPerRound });
  return requests.average;
}

/** Loads the home page. */
async function load(server: ServerProcess, bound: Pick<LoadOptions, 'amount' | 'duration'>): Promise<LoadResult> {
  const result = await loader.load({
    url: server.origin,
    connections: 20,
    headers: { accept: 'text/html' },
    ...(smoke && { sampleInt: 20 }),
    ...bound,
  });
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

/** A machine that is too busy makes the app refuse a post. It is sent again, and shows in the ratio. */
async function post(app: ServerProcess): Promise<void> {
  const response = await fetch(app.origin, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', digits: '00000001' }),
  });
  await response.arrayBuffer();
  if (response.status === 503) return post(app);
  if (response.status !== 201) throw new Error(`a post was answered ${response.status}`);
}

function report(speed: { quiet: Comparison; busy: Comparison }, memory: { first: number; all: number }): void {
  const growth = memory.all / memory.first;
  console.log(`The home page: medians of ${rounds} rounds of ${secondsPerRound} s, in turn\n`);
  console.log('                         bare Koa, from memory       the app     ratio');
  printRow('quiet', speed.quiet);
  printRow(`${postsPerSecond} entries a second`, speed.busy);
  console.log(
    `\nMemory after ${views.first} views ${memory.first.toFixed(1)} MiB, after ${views.all} ${memory.all.toFixed(1)} MiB: ${growth.toFixed(2)} times`,
  );
  if (smoke) return;
  const slowest = Math.min(ratioOf(speed.quiet), ratioOf(speed.busy));
  if (slowest < least.ratio) fail(`The page is slower than ${least.ratio} of bare Koa.`);
  if (growth > most.growth) fail(`Memory grew by more than ${most.growth} times.`);
}

/** Views a second of both, and their ratio. */
function printRow(title: string, comparison: Comparison): void {
  const perSecond = (values: readonly number[]) => median(values).toFixed(0);
  const [bare, app] = [perSecond(comparison.bare), perSecond(comparison.app)];
  console.log(
    `${title.padEnd(24)} ${bare.padStart(21)} ${app.padStart(13)} ${ratioOf(comparison).toFixed(2).padStart(9)}`,
  );
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
