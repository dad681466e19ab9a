import { spawn } from 'node:child_process';
import path from 'node:path';
import { UserError } from '../shared/user-error';

/** A process of `npm start`. */
export interface LocalRun {
  /** As in `http://localhost:5000`. */
  readonly address: string;
  stop(): Promise<void>;
}

export interface LocalRunProps {
  readonly environment: string;
  /** The folder for its data. */
  readonly data: string;
  /** Stops the process when it is aborted. */
  readonly stop: AbortSignal;
}

/**
 * Runs `npm start` for an environment on a free port, and waits until it prints its address.
 * @throws UserError with its output, if it ends before that
 */
export async function startLocalRun({ environment, data, stop }: LocalRunProps): Promise<LocalRun> {
  stop.throwIfAborted();
  const start = path.join(__dirname, '../start.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', start, environment, '--data', data], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => void child.kill('SIGTERM');
  stop.addEventListener('abort', end);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [, found] = /Address +(http:\S+)\n/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    child.once('error', reject);
    child.once('close', () => reject(new UserError(output.trim())));
  });
  return {
    address,
    stop: () => {
      end();
      return ended;
    },
  };
}
