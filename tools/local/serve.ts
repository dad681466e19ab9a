import { UserError } from '../shared/user-error';
import { watchCode } from './code-changes';
import { type LocalApp, succeeded } from './local-app';
import { step } from './progress';

export interface ServedTask {
  readonly environment: NodeJS.ProcessEnv;
  /** What runs to its end, one after the other, before the app starts. */
  readonly before: readonly ServedStep[];
}

export interface ServedStep {
  readonly name: string;
  /** As in `app/migrate.ts`. */
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface ServedApp {
  readonly task: ServedTask;
  /** Starts a file of the app. */
  start(file: string, environment: NodeJS.ProcessEnv): Promise<LocalApp>;
  /** Says that the app serves. */
  announce(): void;
}

export interface ChangingApp extends ServedApp {
  /** @throws UserError where the changed stack is none that the app can be started with */
  readTask(): Promise<ServedTask>;
}

/**
 * Runs what comes before the app, then the app, until `over` is settled.
 * @throws UserError when the app ends before, or what comes before it fails
 */
export async function serve({ task, start, announce }: ServedApp, over: Promise<unknown>): Promise<void> {
  for (const { file, environment, name } of task.before) {
    const outcome = await runUntil(await start(file, environment), (process) => finishing(process, name), over);
    if (outcome === 'over') return;
  }
  await runUntil(await start('app/server.ts', task.environment), (app) => serving(app, announce), over);
}

/** Lets a process do its work, or stops it in the middle when `over` is settled. */
async function runUntil(
  process: LocalApp,
  work: (process: LocalApp) => Promise<void>,
  over: Promise<unknown>,
): Promise<'done' | 'over'> {
  try {
    return await Promise.race([work(process).then(() => 'done' as const), over.then(() => 'over' as const)]);
  } finally {
    await process.stop();
  }
}

async function finishing({ ended }: LocalApp, name: string): Promise<void> {
  const outcome = await step(`Run ${name}`, () => ended);
  if (outcome === succeeded) return;
  throw new UserError(`${name} failed (${outcome}), so the app is not started; its output is above.`);
}

async function serving(app: LocalApp, announce: () => void): Promise<never> {
  await step('Start the app', () => app.ready());
  announce();
  throw new UserError(`The app ended by itself (${await app.ended}); its output is above.`);
}

/** Starts the app again after every change; where the stack may have changed, with the variables that it has then. */
export async function serveChangingCode(app: ChangingApp, stopped: Promise<never>): Promise<never> {
  const code = watchCode();
  let task: ServedTask | undefined = app.task;
  try {
    for (;;) {
      const changed = Promise.race([code.next(), stopped]);
      // A stop while the stack is read is met there.
      changed.catch(() => {});
      try {
        task ??= await app.readTask();
        await serve({ ...app, task }, changed);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        console.error(`\n${error.message}\nWaiting for the next change.`);
      }
      const { file, concernsStack } = await changed;
      console.log(`\n${file} has changed.`);
      if (concernsStack) task = undefined;
    }
  } finally {
    await code.close();
  }
}
