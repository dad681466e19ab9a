import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { type PrintedTexts, ProcessOutput } from './process-output';

/**
 * Options of a process. With `detached`, the process gets its own process group. Ctrl-C in the terminal then does not
 * reach the process. A signal is sent to the whole group, including the processes that the process has started.
 */
export interface ProcessOptions extends Omit<SpawnOptions, 'signal'> {
  /** The data to write to the standard input of the process, which is closed afterwards. */
  readonly input?: string | Uint8Array | undefined;
  /**
   * Whether the standard input stays open, for programs that exit when their input is closed. The standard input must
   * be a pipe, and `input` must not be set.
   * @default false
   */
  readonly keepsInputOpen?: boolean;
  /** Aborting this signal ends the process. */
  readonly stop?: AbortSignal | undefined;
  /**
   * Whether the process may finish its work after `stop` is aborted. The process then gets one SIGINT, and is never
   * killed.
   * @default false
   */
  readonly finishes?: boolean;
  /** Whether the process is killed when the current process exits. @default false */
  readonly killAtExit?: boolean;
  /** Whether the output of the process is kept in memory. @default true */
  readonly keepsOutput?: boolean;
}

/** How a process ended. */
export interface ProcessResult extends PrintedTexts {
  /** The exit code; null if a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

const stopTimeoutMs = 5_000;

/** A running program. */
export class Process {
  readonly child: ChildProcess;
  /**
   * Resolves when the process has ended and all its output has been read.
   * @throws Error if the program cannot be started
   * @throws `stop.reason` if the process ended because `stop` was aborted
   */
  readonly ended: Promise<ProcessResult>;
  readonly #isGroup: boolean;
  readonly #printed = new ProcessOutput();

  /** Starts the program. @throws `stop.reason` if `stop` is already aborted */
  constructor(program: string, args: readonly string[], options: ProcessOptions = {}) {
    const {
      input,
      keepsInputOpen = false,
      stop,
      finishes = false,
      killAtExit = false,
      keepsOutput = true,
      ...spawned
    } = options;
    stop?.throwIfAborted();
    this.#isGroup = spawned.detached ?? false;
    this.child = spawn(program, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], ...spawned });
    // Writing fails if the process ends without reading its input. That is not an error.
    this.child.stdin?.on('error', () => {});
    if (!keepsInputOpen) this.child.stdin?.end(input);
    if (keepsOutput) this.#printed.collect(this.child);
    const onStop = () => {
      if (!finishes) return void this.stop();
      // After Ctrl-C, the terminal has already sent SIGINT to a process in the same group. A second SIGINT would keep
      // it from finishing.
      if (this.#isGroup || stop?.reason !== 'SIGINT') this.signal('SIGINT');
    };
    const kill = () => this.signal('SIGKILL');
    stop?.addEventListener('abort', onStop);
    if (killAtExit) process.once('exit', kill);
    this.ended = new Promise<ProcessResult>((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...this.#printed.texts }));
    }).finally(() => {
      stop?.removeEventListener('abort', onStop);
      process.removeListener('exit', kill);
      if (!finishes) stop?.throwIfAborted();
    });
    this.ended.catch(() => {});
  }

  /** The text that the process has printed to standard output and standard error since the last `clear`. */
  get output(): string {
    return this.#printed.texts.output;
  }

  /** Empties `output`. */
  clear(): void {
    this.#printed.clear();
  }

  /**
   * Waits until `output` matches the regular expression.
   * @throws Error with the output if the process ends or the timeout expires before that
   */
  prints(text: RegExp, timeoutMs = 300_000): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        unwatch();
        settle();
      };
      const fail = (what: string) =>
        finish(() => reject(new Error(`${this.child.spawnargs.join(' ')} ${what}. It printed:\n${this.output}`)));
      const look = () => {
        const match = this.output.match(text);
        if (match) finish(() => resolve(match));
      };
      const timer = setTimeout(() => fail(`did not print ${text} within ${timeoutMs / 1_000} s`), timeoutMs);
      const unwatch = this.#printed.watch(look);
      look();
      const end = () => fail(`ended without printing ${text}`);
      this.ended.then(end, end);
    });
  }

  /** Sends a signal to the process or, with `detached`, to its process group. Does nothing if the process has ended. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (!this.#isGroup || pid === undefined) return void this.child.kill(name);
    try {
      process.kill(-pid, name);
    } catch {
      // All processes of the group have ended.
    }
  }

  /** Ends the process with SIGTERM. If the process still runs after the timeout, ends it with SIGKILL. */
  async stop(timeoutMs = stopTimeoutMs): Promise<void> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), timeoutMs);
    await this.ended.catch(() => {});
    clearTimeout(timer);
  }
}
