import path from 'node:path';
import type { BenchmarkOptions, Row } from './benchmark';
import { withCleanup } from './benchmark';
import { LoadProcess } from './load';
import { keepPosting, postEntry } from './post-entry';
import { alternate, type Round, summarize } from './rounds';
import { buildBundle, startApp, startDatabase } from './running-app';
import { type ServerProcess, startServer } from './server-process';

const minRatio = 0.6;
const entriesPerSecond = 50;
const peer = 'a raw `node:http` server that sends the same body and header fields';

/** The number of app processes to measure. One is not enough, because V8 optimizes each process a little differently. */
const processes = 3;
const roundsPerProcess = 5;

/**
 * Compares the home page with a bare `node:http` server that sends the same response. The app runs from the image's bundle, with its
 * request log and a database. Both servers run on the same core, and are measured in turn. The unit is views per second of CPU time,
 * because the load generator is too slow to keep the bare server busy.
 */
export function benchHome({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const database = await startDatabase(cleanup);
    const bundle = await buildBundle(cleanup);
    const loader = new LoadProcess();
    cleanup.add(() => loader.stop());
    const quiet: Round[] = [];
    const busy: Round[] = [];
    for (let n = 1; n <= (quick ? 1 : processes); n += 1) {
      progress(`process ${n}`);
      await withCleanup(async (own) => {
        const app = await startApp(own, bundle, database);
        const bare = await startPeer(app);
        own.add(() => bare.stop());
        const measured = await measureProcess({ loader, app, bare }, { quick, progress });
        quiet.push(...measured.quiet);
        busy.push(...measured.busy);
      });
    }
    return [
      toRow('home page while no entries arrive', quiet),
      toRow(`home page while ${entriesPerSecond} entries a second arrive`, busy),
    ];
  });
}

interface Measured {
  readonly loader: LoadProcess;
  readonly app: ServerProcess;
  /** The server that only sends the app's response. */
  readonly bare: ServerProcess;
}

async function measureProcess(
  { loader, app, bare }: Measured,
  { quick, progress }: BenchmarkOptions,
): Promise<{ readonly quiet: readonly Round[]; readonly busy: readonly Round[] }> {
  // Warm-up: V8 optimizes the code for posts only after several hundred posts.
  for (let n = 0; n < (quick ? 1 : 1_500); n += 1) await postEntry(app.origin);
  for (const server of [app, bare]) await view(loader, server, quick ? 1 : 5);
  const measure = { ours: () => view(loader, app, quick ? 1 : 2), peer: () => view(loader, bare, quick ? 1 : 2) };
  const count = quick ? 1 : roundsPerProcess;
  const quiet = await alternate(count, measure, progress);
  const whilePosting = { ...measure, ours: () => viewWhilePosting(app, measure.ours) };
  return { quiet, busy: await alternate(count, whilePosting, progress) };
}

/** Starts a bare server that responds to every request with the app's current response for the home page. */
async function startPeer(app: ServerProcess): Promise<ServerProcess> {
  await postEntry(app.origin);
  const response = await fetch(app.origin, { headers: { accept: 'text/html' } });
  // Node adds these header fields by itself, so the bare server need not set them.
  const fields = [...response.headers].filter(([name]) => !['connection', 'date', 'keep-alive'].includes(name));
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return startServer({
    script: [path.join(__dirname, 'peers/same-response.mjs')],
    environment: { RESPONSE: JSON.stringify({ fields, body }) },
    readyPath: '/',
  });
}

/**
 * Requests the home page for `duration` seconds.
 * @returns the number of views per second of the server's CPU time
 */
async function view(loader: LoadProcess, server: ServerProcess, duration: number): Promise<number> {
  const before = server.cpuSeconds();
  const headers = { accept: 'text/html' };
  const result = await loader.load({ url: server.origin, connections: 50, headers, duration });
  const failed = result.non2xx + result.errors;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests for the home page failed.`);
  return result.requests.total / (server.cpuSeconds() - before);
}

async function viewWhilePosting(app: ServerProcess, measure: () => Promise<number>): Promise<number> {
  const stopPosting = keepPosting(app.origin, entriesPerSecond);
  try {
    return await measure();
  } finally {
    await stopPosting();
  }
}

function toRow(what: string, rounds: readonly Round[]): Row {
  const { ours, peer: bare, ratio } = summarize(rounds);
  const perSecond = (value: number) => Math.round(value).toLocaleString('en');
  return {
    what,
    comparedWith: peer,
    goal: `at least ${minRatio} of the raw server's views per second of CPU time`,
    measured: `${ratio.toFixed(2)} (${perSecond(ours)} vs. ${perSecond(bare)})`,
    isMet: ratio >= minRatio,
  };
}
