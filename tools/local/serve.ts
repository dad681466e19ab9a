import { UserError } from '../shared/user-error';
import { watchCode } from './code-changes';
import { type LocalApp, type LocalProgram, succeeded } from './local-app';
import { step } from './timed-step';

export interface RunnableTask {
  /** Runs the app. */
  readonly program: LocalProgram;
  readonly environment: NodeJS.ProcessEnv;
  /** The containers that run to completion, one after the other, before the app starts. */
  readonly initContainers: readonly RunnableContainer[];
}

export interface RunnableContainer {
  readonly name: string;
  readonly program: LocalProgram;
  readonly environment: NodeJS.ProcessEnv;
}

export interface AppRunner {
  readonly task: RunnableTask;
  /** Starts a program of the app. */
  start(program: LocalProgram, environment: NodeJS.ProcessEnv): Promise<LocalApp>;
  /** Prints that the app is ready. */
  announce(): void;
}

export interface ReloadingAppRunner extends AppRunner {
  /** @throws UserError if the app cannot be started with the changed stack */
  readTask(): Promise<RunnableTask>;
}

/**
 * Runs the containers before the app, then the app, until `end` settles.
 * @throws UserError if the app ends by itself, or a container before it fails
 */
export async function serve({ task, start, announce }: AppRunner, end: Promise<unknown>): Promise<void> {
  for (const { program, environment, name } of task.initContainers) {
    const outcome = await runUntil(await start(program, environment), (process) => waitForSuccess(process, name), end);
    if (outcome === 'ended') return;
  }
  await runUntil(await start(task.program, task.environment), (app) => waitWhileServing(app, announce), end);
}

/** Runs work with a process, then stops the process. Stops it early if `end` settles. */
async function runUntil(
  process: LocalApp,
  work: (process: LocalApp) => Promise<void>,
  end: Promise<unknown>,
): Promise<'done' | 'ended'> {
  try {
    return await Promise.race([work(process).then(() => 'done' as const), end.then(() => 'ended' as const)]);
  } finally {
    await process.stop();
  }
}

async function waitForSuccess({ ended }: LocalApp, name: string): Promise<void> {
  const outcome = await step(`Run ${name}`, () => ended);
  if (outcome === succeeded) return;
  throw new UserError(`${name} failed (${outcome}), so the app was not started. Its output is above.`);
}

async function waitWhileServing(app: LocalApp, announce: () => void): Promise<never> {
  await step('Start the app', () => app.ready());
  announce();
  throw new UserError(`The app ended by itself (${await app.ended}). Its output is above.`);
}

/** Restarts the app after every change. If the change may affect the stack, reads the stack's environment variables again first. */
export async function serveChangingCode(app: ReloadingAppRunner, stopped: Promise<never>): Promise<never> {
  const code = watchCode();
  let task: RunnableTask | undefined = app.task;
  try {
    for (;;) {
      const changed = Promise.race([code.next(), stopped]);
      // Avoids an unhandled rejection if the run is stopped while the stack is read.
      changed.catch(() => {});
      try {
        task ??= await app.readTask();
        await serve({ ...app, task }, changed);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        console.error(`\n${error.message}\nWaiting for the next change.`);
      }
      const { file, affectsStack } = await changed;
      console.log(`\n${file} has changed.`);
      if (affectsStack) task = undefined;
    }
  } finally {
    await code.close();
  }
}
