import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { port as contractPort, variables } from '../../contract';
import { childEnvironment } from '../shared/child-environment';
import { synthesize } from '../shared/synthesize';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { announcement, shortAnnouncement } from './announcement';
import { createLogFormat } from './app-log';
import { containerEnvironment } from './container-environment';
import { startApp } from './local-app';
import type { LocalFolders } from './local-command';
import { assertUsable, type LocalDatabase, openDatabase } from './local-database';
import { type LocalSettings, loadLocalSettings } from './local-settings';
import { freePort, strictPort } from './port';
import { step } from './progress';
import { serve, serveChangingCode } from './serve';
import { tableDefinition } from './table-definition';

export interface LocalRun {
  /** The name of a stack that `main.ts` defines. */
  readonly environment: string;
  readonly folders: LocalFolders;
  /** Takes up every change of the code and of the stack, and waits for the next one where the app does not start. */
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
  const { database: folder, reset } = run.folders;
  await assertUsable(folder, reset);
  console.log(`Starting ${run.environment} on this machine; no AWS account is used.\n`);
  const stack = await readStack(run.environment, stop);
  const database = await openDatabase(folder, reset);
  try {
    const environment = await appEnvironment(stack, settings, port, database);
    const format = createLogFormat(process.stdout.isTTY);
    let announce = () => {
      console.log(announcement(run, settings, port));
      announce = () => console.log(shortAnnouncement(port));
    };
    const app = {
      environment,
      start: (variablesOfApp: NodeJS.ProcessEnv) => startApp(port, variablesOfApp, (line) => console.log(format(line))),
      announce: () => announce(),
    };
    const readEnvironment = async () =>
      appEnvironment(await readStack(run.environment, stop), settings, port, database);
    await (run.watch ? serveChangingCode({ ...app, readEnvironment }, stopped) : serve(app, stopped));
  } finally {
    await database.close();
  }
}

async function readStack(environment: string, stop: AbortSignal): Promise<SynthesizedStack> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'local-stack-'));
  try {
    return await step(`Synthesize ${environment}`, () => synthesize(environment, outdir, stop));
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** The variables of the synthesized container, and on top what differs where there is no AWS. Their table is there. */
async function appEnvironment(
  stack: SynthesizedStack,
  settings: LocalSettings,
  port: number,
  database: LocalDatabase,
): Promise<NodeJS.ProcessEnv> {
  const container = containerEnvironment(stack);
  const table = tableDefinition(stack, container[variables.table] ?? '');
  await step(`Prepare the table ${table.TableName}`, () => database.ensureTable(table));
  return childEnvironment(process.env, {
    ...container,
    // Nothing stands before the app here, whatever does in AWS.
    [variables.trustedProxies]: '0',
    [variables.behindTls]: 'false',
    // Nobody makes metrics of a terminal's lines.
    [variables.metricsNamespace]: '',
    ...settings.app,
    [variables.port]: String(port),
    [variables.drainSeconds]: '0',
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}

/** Rejects with the reason of the signal once that is aborted. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
