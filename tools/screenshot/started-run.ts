import path from 'node:path';
import { Process } from '../shared/process';
import { UserError } from '../shared/user-error';

/** A running process of `npm start`. */
export interface StartedRun {
  /** The address of the app, such as `http://localhost:5000`. */
  readonly address: string;
  stop(): Promise<void>;
}

export interface LocalRunProps {
  readonly environment: string;
  /** The folder for the local data of the run. */
  readonly data: string;
  /** Aborting this signal stops the process. */
  readonly stop: AbortSignal;
}

/**
 * Runs `npm start` for an environment on a free port, and waits until the process prints the address of the app.
 * @throws UserError with the output of `npm start` if the process ends before that
 */
export async function startLocalRun({ environment, data, stop }: LocalRunProps): Promise<StartedRun> {
  const start = path.join(__dirname, '../start.ts');
  const run = new Process(process.execPath, ['--import', 'tsx', start, environment, '--data', data], {
    env: { ...process.env, PORT: '0' },
    stop,
  });
  const [, address = ''] = await run.prints(/Address +(http:\S+)\n/).catch(async () => {
    await run.stop();
    throw new UserError(run.output.trim());
  });
  return { address, stop: () => run.stop() };
}
