import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { variables } from '../../contract';
import { environmentOf } from './dynamodb';

export interface AppProcessProps {
  /** The DynamoDB endpoint. */
  readonly endpoint: string;
  readonly tableName: string;
  /** @default a free one */
  readonly port?: number;
}

/** The app as the container runs it: a process of its own, with nothing but an environment to go by. */
export class AppProcess {
  private constructor(
    readonly port: number,
    readonly origin: string,
    readonly child: ChildProcess,
  ) {}

  /** Starts the app and waits until it listens. */
  static start({ endpoint, tableName, port = 0 }: AppProcessProps): Promise<AppProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'app/server.ts'], {
      cwd: path.resolve(__dirname, '../..'),
      env: {
        PATH: process.env.PATH,
        ...environmentOf(endpoint),
        [variables.port]: String(port),
        [variables.table]: tableName,
        [variables.postsPerMinute]: '100000',
        [variables.drainSeconds]: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const killAtExit = () => child.kill('SIGKILL');
    process.once('exit', killAtExit);
    child.once('exit', () => process.removeListener('exit', killAtExit));

    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error(`The app ended before it listened: ${errors}`)));
      // Read to the end: a full pipe would stop the app.
      createInterface({ input: child.stdout }).on('line', (line) => {
        const { msg, port: listening } = JSON.parse(line) as { msg?: string; port: number };
        if (msg === 'listening') resolve(new AppProcess(listening, `http://127.0.0.1:${listening}`, child));
      });
    });
  }

  /** Ends the process as a crash does. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
