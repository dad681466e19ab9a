import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import path from 'node:path';
import { heapOptions, variables } from '../../../contract';
import { Process } from '../../../tools/shared/process';

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
  readonly #process: Process;
  /** Its exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  #port = 0;

  /** @param environment is set on top of any free port and no drain time */
  constructor(environment: Readonly<Record<string, string>>, { folder, args } = bundledProgram('server.js')) {
    const own = { [variables.port]: '0', [variables.drainSeconds]: '0', NODE_NO_WARNINGS: '1' };
    const env = { PATH: process.env.PATH, ...own, ...environment };
    this.#process = new Process(process.execPath, args, { cwd: folder, env, killAtExit: true });
    this.exited = this.#process.ended.then(({ exitCode }) => exitCode);
  }

  /** Starts the app, and waits until it listens. */
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

  /** All that it has printed. */
  get output(): string {
    return this.#process.output;
  }

  /** Waits until it has printed such a text. */
  writes(text: RegExp): Promise<RegExpMatchArray> {
    return this.#process.prints(text);
  }

  /** Ends the process as a crash does, if it has not ended. */
  async kill(): Promise<void> {
    this.#process.signal('SIGKILL');
    await this.exited;
  }
}
