import { UserError } from '../shared/user-error';
import { watchCode } from './code-changes';
import { type LocalApp, succeeded } from './local-app';
import type { LocalProgram } from './local-program';
import { step } from './timed-step';

export interface RunnableTask {
  /** The program that runs the app. */
  readonly program: LocalProgram;
  readonly environment: NodeJS.ProcessEnv;
  /** The containers that run to completion before the app starts, one after the other. */
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
  /** Prints that the app is ready, and its address. */
  announce(): void;
}

export interface ReloadingAppRunner extends AppRunner {
  /** Synthesizes the stack again, and returns its task. @throws UserError if the app cannot be started with the changed stack */
  readTask(): Promise<RunnableTask>;
}

/**
 * Runs the init containers, and then the app, until `end` settles.
 * @throws UserError if an init container fails, or if the app ends by itself
 */
export async function serve({ task, start, announce }: AppRunner, end: Promise<unknown>): Promise<void> {
  for (const { program, environment, name } of task.initContainers) {
    const outcome = await runUntil(await start(program, environment), (process) => waitForSuccess(process, name), end);
    if (outcome === 'ended') return;
  }
  await runUntil(await start(task.program, task.environment), (app) => waitWhileServing(app, announce), end);
}

/**
 * Runs work with a process, and then stops the process. If `end` settles first, stops the process without waiting for
 * the work.
 * @returns `ended` if `end` has settled first
 */
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
  throw new UserError(
    `The container ${name} failed (${outcome}), so the app was not started. The output of ${name} is above.`,
  );
}

async function waitWhileServing(app: LocalApp, announce: () => void): Promise<never> {
  await step('Start the app', () => app.ready());
  announce();
  throw new UserError(`The app ended by itself (${await app.ended}). Its output is above.`);
}

/** Runs the app, and restarts it after every change. If the change may affect the stack, the stack is synthesized again first. */
export async function serveChangingCode(app: ReloadingAppRunner, stopped: Promise<never>): Promise<never> {
  const code = watchCode();
  let task: RunnableTask | undefined = app.task;
  try {
    for (;;) {
      const changed = Promise.race([code.next(), stopped]);
      // Nothing awaits `changed` while the stack is read. If it rejects then, this must not count as an unhandled
      // rejection.
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
