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
 * Compares the app's home page, read from a database, with bare Koa that renders the same template from memory. The app
 * must serve at least 0.9 times as many requests per second, also while entries are posted. It also measures memory
 * after half a million views. The app runs from the bundle that the image contains. With `--smoke`, it only tests that
 * the benchmark runs; the counts are too small for a meaningful result.
 */
const smoke = process.argv.includes('--smoke');
const rounds = smoke ? 1 : 11;
const secondsPerRound = smoke ? 1 : 2;
const postsPerSecond = 50;
/**
 * Warms up V8, which optimizes the code of posts only after several hundred posts. It optimizes the code that posts and
 * views share again when they first run together. Before that, each request takes four times the CPU time.
 */
const warmUp = { posts: smoke ? 1 : 3_000, seconds: 20 };
const views = smoke ? { first: 20, all: 40 } : { first: 10_000, all: 500_000 };
const minRatio = 0.9;
const maxMemoryGrowth = 1.1;

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

/** Views per second of both servers: one measurement of each in every round. */
interface Comparison {
  readonly bare: number[];
  readonly app: number[];
}

/**
 * Measures both servers in turn in each round, without and with concurrent posts to the app. Other load on the machine,
 * such as the database and the posting, then affects both servers.
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

/** @returns requests per second */
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

/** Posts entries at a steady rate. @returns a function that stops posting */
function keepPosting(app: ServerProcess): () => Promise<void> {
  const posts = new Set<Promise<void>>();
  const timer = setInterval(() => posts.add(post(app)), 1_000 / postsPerSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(posts);
  };
}

/** Posts an entry. If the busy app rejects the post, it is repeated; the ratio then includes both posts. */
async function post(app: ServerProcess): Promise<void> {
  const response = await fetch(app.origin, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', digits: '00000001' }),
  });
  await response.arrayBuffer();
  if (response.status === 503) return post(app);
  if (response.status !== 201) throw new Error(`A post returned status ${response.status}`);
}

function report(speed: { quiet: Comparison; busy: Comparison }, memory: { first: number; all: number }): void {
  const growth = memory.all / memory.first;
  console.log(`The home page: medians of ${rounds} alternating rounds of ${secondsPerRound} s, in views per second\n`);
  console.log('                         bare Koa, from memory       the app     ratio');
  printRow('without posts', speed.quiet);
  printRow(`${postsPerSecond} posts per second`, speed.busy);
  console.log(
    `\nMemory after ${views.first} views ${memory.first.toFixed(1)} MiB, after ${views.all} ${memory.all.toFixed(1)} MiB: ${growth.toFixed(2)} times`,
  );
  if (smoke) return;
  const slowest = Math.min(ratioOf(speed.quiet), ratioOf(speed.busy));
  if (slowest < minRatio) fail(`The app serves less than ${minRatio} times the views of bare Koa.`);
  if (growth > maxMemoryGrowth) fail(`The memory grew to more than ${maxMemoryGrowth} times its size.`);
}

/** Prints the views per second of both servers, and their ratio. */
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
  // Exits immediately, which also ends all child processes.
  process.exit(1);
});
