import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import path from 'node:path';
import { heapOptions, variables } from '../../../contract';

/** What node runs, and where. */
interface Program {
  readonly folder: string;
  readonly args: readonly string[];
}

/** What the image holds, and what esbuild tells of it. */
interface Bundle {
  readonly dist: string;
  readonly metafile: string;
}

/** A program of the bundle that the image runs: it starts in half the time of the sources. */
export function bundledProgram(file: 'server.js' | 'migrate.js'): Program {
  return { folder: bundled().dist, args: [...heapOptions, file] };
}

/** The bundle, made for the first suite of a run that asks for it. */
export function bundled(): Bundle {
  const runFolder = process.env.TEST_RUN_FOLDER ?? '';
  const folder = path.join(runFolder, 'app-bundle');
  if (!existsSync(folder)) makeBundle(mkdtempSync(path.join(runFolder, 'bundling-')), folder);
  return { dist: path.join(folder, 'dist'), metafile: path.join(folder, 'metafile.json') };
}

function makeBundle(made: string, folder: string): void {
  const outputs = [path.join(made, 'dist'), path.join(made, 'metafile.json')];
  // With the strictest umask, which must not show in the bundle.
  const script = [process.execPath, path.resolve(__dirname, '../../../app/build.mjs'), ...outputs];
  execFileSync('sh', ['-c', 'umask 077 && exec "$@"', 'sh', ...script], { stdio: 'pipe' });
  try {
    renameSync(made, folder);
  } catch {
    // Another suite was faster. The run's end removes this one.
  }
}

/** The app as the container runs it: a process of its own, with nothing but an environment to go by. */
export class AppProcess {
  readonly child: ChildProcess;
  /** Its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  #output = '';
  #port = 0;

  /** @param environment is set on top of any free port and no drain time */
  constructor(environment: Readonly<Record<string, string>>, { folder, args } = bundledProgram('server.js')) {
    const own = { [variables.port]: '0', [variables.drainSeconds]: '0', NODE_NO_WARNINGS: '1' };
    this.child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, ...own, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.#output += text));
    const killAtExit = () => this.child.kill('SIGKILL');
    process.once('exit', killAtExit);
    this.exited = once(this.child, 'close').then(([code]) => {
      process.removeListener('exit', killAtExit);
      return code as number | null;
    });
  }

  /** Starts the app, and waits until it listens. */
  static async start(environment: Readonly<Record<string, string>>, program?: Program): Promise<AppProcess> {
    const app = new AppProcess(environment, program);
    const [, port] = await app.writes(/"port":(\d+)/);
    app.#port = Number(port);
    return app;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All that it has written so far. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it has written something of this form. */
  async writes(text: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#output.match(text);
      if (match) return match;
      const { exitCode, signalCode, stdout } = this.child;
      if (stdout === null || exitCode !== null || signalCode !== null) {
        throw new Error(`The app ended before it wrote ${text}: ${this.#output}`);
      }
      await Promise.race([once(stdout, 'data'), this.exited]);
    }
  }

  /** Ends the process as a crash does, if it has not ended. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
