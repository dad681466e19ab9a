import { Steps } from '../../../tools/console/steps';

/** The result of work that ran like a command. */
export interface Outcome {
  /** The output of the work, and the message of its error. */
  readonly output: string;
  /** The error that the work threw. */
  readonly error: unknown;
}

export type Work = (steps: Steps) => Promise<void>;

export interface InProcessOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called after every line with the whole output. */
  readonly onOutput?: (output: string) => void;
}

/**
 * Runs work like a command, in a folder and with environment variables, but in the process of the test, which saves the
 * start of Node. Only one work can run at a time, because folder and variables belong to the process.
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
