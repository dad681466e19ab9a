import { createInterface } from 'node:readline/promises';
import { createColors } from 'picocolors';

/** The two ends of a terminal, or of what replaces it. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** The colours of commands. @see hasColors */
export const colors = createColors(hasColors());

/** Whether commands print colours: on a terminal, unless NO_COLOR is set. FORCE_COLOR switches them on in a pipe; with 0 or false, it switches them off. */
export function hasColors(
  { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv = process.env,
  isTerminal: boolean = process.stdout.isTTY === true,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return !['0', 'false'].includes(FORCE_COLOR);
  return isTerminal;
}

/** Whether a person can be asked: both ends are terminals, and this is not CI. */
export function isInteractive({ stdin, stdout }: TerminalStreams = process): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !isCi();
}

/** Whether the environment says that this is CI, as all CI services do. */
export function isCi(): boolean {
  return !['', '0', 'false', undefined].includes(process.env.CI?.toLowerCase());
}

/**
 * Asks a yes-or-no question on the terminal. Only `y` and `yes` are yes; Ctrl-C and Ctrl-D are no.
 * @param stop ends the question with no
 */
export async function confirm(
  question: string,
  stop: AbortSignal,
  { stdin: input, stdout: output }: TerminalStreams = process,
): Promise<boolean> {
  const closed = new AbortController();
  const lines = createInterface({ input, output });
  // Ctrl-D closes the input, and readline would leave the question open for ever.
  lines.once('close', () => closed.abort());
  lines.once('SIGINT', () => {
    // readline has taken the signal from the process.
    process.emit('SIGINT', 'SIGINT');
    closed.abort();
  });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: AbortSignal.any([stop, closed.signal]) });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    output.write('\n');
    return false;
  } finally {
    lines.close();
  }
}
