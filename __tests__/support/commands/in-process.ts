import { Steps } from '../../../tools/console/steps';

/** The result of `runInProcess`. */
export interface Outcome {
  /** The output of the function, followed by the message of its error if it threw one. */
  readonly output: string;
  /** The error that the function threw, or undefined. */
  readonly error: unknown;
}

export type Work = (steps: Steps) => Promise<void>;

export interface InProcessOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with the whole output after each write. */
  readonly onOutput?: (output: string) => void;
}

/**
 * Runs a command's function in the process of the test, which is faster than starting Node. Only one function can run at a time, because it
 * changes the working directory and the environment variables of the process.
 */
export async function runInProcess({ folder, environment, onOutput }: InProcessOptions, work: Work): Promise<Outcome> {
  let output = '';
  const write = (text: string) => {
    output += text;
    onOutput?.(output);
    return true;
  };
  const before = { folder: process.cwd(), environment: { ...process.env } };
  process.chdir(folder);
  Object.assign(process.env, environment);
  try {
    await work(new Steps({ write }));
    return { output, error: undefined };
  } catch (error) {
    write(`${error instanceof Error ? error.message : error}\n`);
    return { output, error };
  } finally {
    process.chdir(before.folder);
    for (const name of Object.keys(environment)) if (!(name in before.environment)) delete process.env[name];
    Object.assign(process.env, before.environment);
  }
}
