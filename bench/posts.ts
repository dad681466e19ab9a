import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { LoadProcess } from './load';
import { alternate, summarize } from './rounds';
import { appEnvironment, buildBundle, startApp, startDatabase } from './running-app';
import { type ServerProcess, startServer } from './server-process';

const minRatio = 0.85;

/** The number of concurrent requests: of the load generator to the app, and of the SDK's loop to the database. */
const concurrency = 20;

/**
 * Compares the posts per second of the app with the writes per second of the AWS SDK, which writes the same items in a loop. Both use the
 * same database engine, and are pinned to the same core. Only the app parses, checks and logs posts, and sends responses.
 */
export function benchPosts({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const database = await startDatabase(cleanup);
    const app = await startApp(cleanup, await buildBundle(cleanup), database);
    const loop = await startServer({
      script: ['--import', 'tsx', 'bench/peers/sdk-loop.ts'],
      environment: appEnvironment(database),
      readyPath: '/',
    });
    cleanup.add(() => loop.stop());
    const loader = new LoadProcess();
    cleanup.add(() => loader.stop());

    const amount = quick ? 100 : 2_000;
    const measure = { ours: () => post(loader, app, amount), peer: () => write(loop, amount) };
    progress('warm-up');
    await alternate(quick ? 1 : 3, measure, () => undefined);
    const { ours, peer, ratio } = summarize(await alternate(quick ? 1 : 15, measure, progress));
    return [
      {
        what: 'stored posts a second',
        comparedWith: `the AWS SDK in a loop, with the same database engine (${database.engine})`,
        goal: `at least ${minRatio} of the SDK's writes per second`,
        measured: `${ratio.toFixed(2)} (${ours.toFixed(0)} vs. ${peer.toFixed(0)})`,
        isMet: ratio >= minRatio,
      },
    ];
  });
}

/**
 * Posts `amount` entries to the app.
 * @returns the number of posts per second
 */
async function post(loader: LoadProcess, app: ServerProcess, amount: number): Promise<number> {
  const startedAt = performance.now();
  const result = await loader.load({
    url: app.origin,
    connections: concurrency,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'ada', digits: '00000001' }),
    amount,
    sampleInt: 10,
  });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} of ${amount} posts failed.`);
  return (amount / (performance.now() - startedAt)) * 1_000;
}

/**
 * Makes the SDK's loop write `amount` items.
 * @returns the number of writes per second
 */
async function write(loop: ServerProcess, amount: number): Promise<number> {
  const response = await fetch(`${loop.origin}/?writes=${amount}&concurrency=${concurrency}`);
  if (!response.ok) throw new Error(`bench/peers/sdk-loop.ts returned status ${response.status}; 200 was expected.`);
  return amount / Number(await response.text());
}
