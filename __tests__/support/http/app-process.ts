import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import path from 'node:path';
import { heapOptions, variables } from '../../../contract';
import { Process } from '../../../tools/shared/process';
import { until } from '../jest/until';

/** A program that node runs: its working directory and the arguments of `node`. */
interface Program {
  readonly folder: string;
  readonly args: readonly string[];
}

/** The paths of the app's bundle, as it is in the image, and of esbuild's metafile. */
interface Bundle {
  readonly dist: string;
  readonly metafile: string;
}

/** Returns a program in the app's bundle. It starts twice as fast as its source. */
export function bundledProgram(file: 'server.js' | 'migrate.js'): Program {
  return { folder: bundled().dist, args: [...heapOptions, file] };
}

/** Returns the bundle of the app, as it is in the image. In each test run, the first suite that needs the bundle creates it. */
export function bundled(): Bundle {
  const runFolder = process.env.TEST_RUN_FOLDER ?? '';
  const folder = path.join(runFolder, 'app-bundle');
  if (!existsSync(folder)) makeBundle(mkdtempSync(path.join(runFolder, 'bundling-')), folder);
  return { dist: path.join(folder, 'dist'), metafile: path.join(folder, 'metafile.json') };
}

function makeBundle(made: string, folder: string): void {
  const outputs = [path.join(made, 'dist'), path.join(made, 'metafile.json')];
  // The bundled files must be readable even if the umask is strict.
  const script = [process.execPath, path.resolve(__dirname, '../../../app/build.mjs'), ...outputs];
  execFileSync('sh', ['-c', 'umask 077 && exec "$@"', 'sh', ...script], { stdio: 'pipe' });
  try {
    renameSync(made, folder);
  } catch {
    // Another suite has already created the bundle. This copy is deleted at the end of the run.
  }
}

/** Repeats a request until the status is not 503: on a slow machine, the app can exceed its response deadline. */
export function served<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
  return until(async () => {
    const response = await ask();
    return response.status === 503 ? null : response;
  });
}

/** The app as a separate process, configured only by environment variables, as in the container. */
export class AppProcess {
  readonly #process: Process;
  /** Resolves to the exit code, or to null if a signal ended the process. */
  readonly exited: Promise<number | null>;
  #port = 0;

  /** @param environment environment variables in addition to the defaults: a free port, and a drain time of 0 */
  constructor(environment: Readonly<Record<string, string>>, { folder, args } = bundledProgram('server.js')) {
    const own = { [variables.port]: '0', [variables.drainSeconds]: '0', NODE_NO_WARNINGS: '1' };
    const env = { PATH: process.env.PATH, ...own, ...environment };
    this.#process = new Process(process.execPath, args, { cwd: folder, env, killAtExit: true });
    this.exited = this.#process.ended.then(({ exitCode }) => exitCode);
  }

  /** Starts the app and waits until it listens. */
  static async start(environment: Readonly<Record<string, string>>, program?: Program): Promise<AppProcess> {
    const app = new AppProcess(environment, program);
    const [, port] = await app.writes(/"port":(\d+)/);
    app.#port = Number(port);
    return app;
  }

  get child(): ChildProcess {
    return this.#process.child;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The standard output and the standard error of the process. */
  get output(): string {
    return this.#process.output;
  }

  /**
   * Waits until the output of the process matches.
   * @returns the match
   */
  writes(text: RegExp): Promise<RegExpMatchArray> {
    return this.#process.prints(text);
  }

  /** Kills the process if it still runs, and waits until it has ended. */
  async kill(): Promise<void> {
    this.#process.signal('SIGKILL');
    await this.exited;
  }
}
