import { port as contractPort, variables } from '../../contract';
import { childEnvironment } from '../shared/child-environment';
import { Refusal } from '../shared/refusal';
import { synthesize } from '../shared/synthesize';
import { announcement } from './announcement';
import { createLogFormat } from './app-log';
import { watchCode } from './code-changes';
import { containerEnvironment } from './container-environment';
import { type LocalApp, startApp } from './local-app';
import type { LocalFolders } from './local-command';
import { type LocalDatabase, openDatabase } from './local-database';
import { type LocalSettings, loadLocalSettings } from './local-settings';
import { freePort, strictPort } from './port';
import { step } from './progress';
import { tableDefinition } from './table-definition';

export interface LocalRun {
  /** The name of a stack that `main.ts` defines. */
  readonly environment: string;
  readonly folders: LocalFolders;
  /** Starts the app again whenever its code changes, and waits for the next change when it does not start. */
  readonly watch: boolean;
}

/**
 * Synthesizes, opens the database, starts the app and serves until `stop` is aborted. Nothing is left running.
 * @throws Refusal when a step fails or the app ends by itself
 */
export async function runLocally(run: LocalRun, stop: AbortSignal): Promise<void> {
  const stopped = rejectWhenAborted(stop);
  const settings = await loadLocalSettings('.env', process.env);
  const port = await (settings.port === undefined ? freePort(contractPort) : strictPort(settings.port));
  const database = await openDatabase(run.folders.database);
  console.log(`Starting ${run.environment} on this machine; no AWS account is used.\n`);
  try {
    const environment = await appEnvironment(run, settings, port, database, stop);
    const format = createLogFormat(process.stdout.isTTY);
    await (run.watch ? serveChangingCode : serve)(
      () => startApp(port, environment, (line) => console.log(format(line))),
      () => console.log(announcement(run, settings, port)),
      stopped,
    );
  } finally {
    await database.close();
  }
}

/** The variables of the synthesized container, and on top what differs where there is no AWS. */
async function appEnvironment(
  run: LocalRun,
  settings: LocalSettings,
  port: number,
  database: LocalDatabase,
  stop: AbortSignal,
): Promise<NodeJS.ProcessEnv> {
  const stack = await step(`Synthesize ${run.environment}`, () =>
    synthesize(run.environment, run.folders.outdir, stop),
  );
  const container = containerEnvironment(stack);
  const table = tableDefinition(stack, container[variables.table] ?? '');
  await step(`Prepare the table ${table.TableName}`, () => database.ensureTable(table));
  return childEnvironment(process.env, {
    ...container,
    ...settings.app,
    [variables.port]: String(port),
    [variables.drainSeconds]: '0',
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}

/** Runs the app until it ends, which is a failure, or until `over` is settled. */
async function serve(start: () => LocalApp, announce: () => void, over: Promise<unknown>): Promise<void> {
  const app = start();
  try {
    await Promise.race([serving(app, announce), over]);
  } finally {
    await app.stop();
  }
}

async function serving(app: LocalApp, announce: () => void): Promise<never> {
  await step('Start the app', () => app.ready());
  announce();
  throw new Refusal(`The app ended by itself (${await app.ended}); what it said stands above.`);
}

async function serveChangingCode(start: () => LocalApp, announce: () => void, stopped: Promise<never>): Promise<never> {
  const code = watchCode();
  try {
    for (;;) {
      const changed = Promise.race([code.next(), stopped]);
      try {
        await serve(start, announce, changed);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        console.error(`\n${error.message}\nWaiting for the next change of the code.`);
      }
      console.log(`\n${await changed} has changed.`);
    }
  } finally {
    await code.close();
  }
}

/** Rejects with the reason of the signal once that is aborted. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
