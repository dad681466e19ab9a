import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Process } from '../../../tools/shared/process';

const repository = path.resolve(__dirname, '../../..');

/** A command of `tools/` in its own process group, as in a terminal. */
export interface ToolProcess {
  readonly pid: number;
  /** Returns the output since the last `clear`. */
  output(): string;
  clear(): void;
  /**
   * Waits until the output since the last `clear` matches.
   * @returns the match
   */
  writes(text: RegExp): Promise<RegExpMatchArray>;
  /** Resolves to the exit code, or to the signal that ended the process. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Resolves to the whole standard output when the process has ended. */
  readonly stdout: Promise<string>;
  /** Sends a signal to the whole process group, as Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void;
}

export interface ToolOptions {
  /** The working directory. @default the root of the repository */
  readonly folder?: string;
  /** Environment variables in addition to those of the test. @default none */
  readonly environment?: Record<string, string>;
  /** Whether a shell starts the tool, as `npm run` does. @default false */
  readonly inShell?: boolean;
  /** Whether tsx is loaded as in the scripts of `package.json`. The start then takes 1.5 times as long. @default false */
  readonly asTyped?: boolean;
}

const running = new Set<Process>();

/**
 * Creates a folder for the environment variable TMPDIR of a tool. It links to tsx's cache, so that tsx need not compile everything again.
 * @returns a function that lists the files in the folder, except for tsx's cache
 */
export function createTemporary(folder: string): () => string[] {
  mkdirSync(folder);
  const isOfTsx = (name: string) => name.startsWith('tsx-');
  for (const name of readdirSync(tmpdir()).filter(isOfTsx))
    symlinkSync(path.join(tmpdir(), name), path.join(folder, name));
  return () => readdirSync(folder).filter((name) => !isOfTsx(name));
}

/** Starts `tools/<name>.ts`. */
export function runTool(
  name: string,
  args: readonly string[],
  { folder = repository, environment = {}, inShell = false, asTyped = false }: ToolOptions = {},
): ToolProcess {
  const loader = asTyped ? ['--import', require.resolve('tsx')] : [path.join(__dirname, 'run-tool.cjs')];
  const node = [...loader, path.join(repository, 'tools', `${name}.ts`), ...args];
  // Some shells replace themselves with their last command. With `exit` as the last command, the shell remains a separate process.
  const [program, words] = inShell
    ? ['sh', ['-c', '"$@"; exit', 'sh', process.execPath, ...node]]
    : [process.execPath, node];
  const tool = new Process(program, words, { cwd: folder, detached: true, env: { ...process.env, ...environment } });
  running.add(tool);
  return {
    pid: tool.child.pid ?? 0,
    output: () => tool.output,
    clear: () => tool.clear(),
    writes: (text) => tool.prints(text),
    ended: tool.ended.then(({ exitCode, signal }) => exitCode ?? signal).finally(() => running.delete(tool)),
    stdout: tool.ended.then(({ stdout }) => stdout),
    signalGroup: (signal) => tool.signal(signal),
  };
}

/** Kills all tools that still run, for example after a failed test. */
export async function endTools(): Promise<void> {
  for (const tool of [...running]) {
    tool.signal('SIGKILL');
    await tool.ended;
  }
}
