import { Refusal } from '../shared/refusal';
import { watchCode } from './code-changes';
import type { LocalApp } from './local-app';
import { step } from './progress';

export interface ServedApp {
  readonly environment: NodeJS.ProcessEnv;
  start(environment: NodeJS.ProcessEnv): LocalApp;
  /** Says that the app serves. */
  announce(): void;
}

export interface ChangingApp extends ServedApp {
  /** @throws Refusal where the changed stack is none that the app can be started with */
  readEnvironment(): Promise<NodeJS.ProcessEnv>;
}

/**
 * Runs the app until `over` is settled.
 * @throws Refusal when the app ends before
 */
export async function serve({ environment, start, announce }: ServedApp, over: Promise<unknown>): Promise<void> {
  const app = start(environment);
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

/** Starts the app again after every change; where the stack may have changed, with the variables that it has then. */
export async function serveChangingCode(app: ChangingApp, stopped: Promise<never>): Promise<never> {
  const code = watchCode();
  let environment: NodeJS.ProcessEnv | undefined = app.environment;
  try {
    for (;;) {
      const changed = Promise.race([code.next(), stopped]);
      // A stop while the stack is read is met there.
      changed.catch(() => {});
      try {
        environment ??= await app.readEnvironment();
        await serve({ ...app, environment }, changed);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        console.error(`\n${error.message}\nWaiting for the next change.`);
      }
      const { file, concernsStack } = await changed;
      console.log(`\n${file} has changed.`);
      if (concernsStack) environment = undefined;
    }
  } finally {
    await code.close();
  }
}
