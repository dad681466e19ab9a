import { createInterface } from 'node:readline/promises';
import { createColors } from 'picocolors';

/** The input and the output of a terminal, or replacements in tests. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** How to ask the user. */
export interface Asking {
  readonly stop: AbortSignal;
  /** @default the terminal of this process */
  readonly terminal?: TerminalStreams | undefined;
}

/** The functions that colour the output of commands. They return the text unchanged if colours are off. @see hasColors */
export const colors = createColors(hasColors());

/**
 * Whether commands print colours: on a terminal, unless NO_COLOR is set.
 * FORCE_COLOR switches colours on even in a pipe; `FORCE_COLOR=0` and `FORCE_COLOR=false` switch them off.
 */
export function hasColors(
  { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv = process.env,
  isTerminal: boolean = process.stdout.isTTY === true,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return !['0', 'false'].includes(FORCE_COLOR);
  return isTerminal;
}

/** Whether a command can ask questions: input and output are a terminal, and the command does not run in CI. */
export function isInteractive({ stdin, stdout }: TerminalStreams = process): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !isCi();
}

/** Whether this process runs in CI: all CI services set the environment variable CI. */
export function isCi(): boolean {
  return !['', '0', 'false', undefined].includes(process.env.CI?.toLowerCase());
}

/**
 * Asks a yes-or-no question on the terminal. Only `y` and `yes` count as yes; Ctrl-C and Ctrl-D count as no.
 * @param stop aborts the question, which counts as no
 */
export async function confirm(
  question: string,
  stop: AbortSignal,
  { stdin: input, stdout: output }: TerminalStreams = process,
): Promise<boolean> {
  const closed = new AbortController();
  const lines = createInterface({ input, output });
  // Ctrl-D closes the input, and readline would never resolve the question.
  lines.once('close', () => closed.abort());
  lines.once('SIGINT', () => {
    closed.abort();
    // readline intercepts Ctrl-C, so the process itself has not received SIGINT.
    process.emit('SIGINT', 'SIGINT');
  });
  const end = AbortSignal.any([stop, closed.signal]);
  // The next output must begin on a new line.
  const breakLine = () => output.write('\n');
  end.addEventListener('abort', breakLine);
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: end });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    end.removeEventListener('abort', breakLine);
    lines.close();
  }
}
