import { createInterface } from 'node:readline/promises';
import { createColors } from 'picocolors';

/** The colours of commands. They are off in a pipe and with NO_COLOR. */
export const colors = createColors(
  !process.env.NO_COLOR && (process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR)),
);

/** Whether a person can be asked: both ends are terminals, and this is not CI. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && !isCi();
}

/** Whether the environment says that this is CI, as all CI services do. */
export function isCi(): boolean {
  return !['', '0', 'false', undefined].includes(process.env.CI?.toLowerCase());
}

/**
 * Asks a yes-or-no question on the terminal; only `y` and `yes` are yes.
 * @param stop ends the question with no
 */
export async function confirm(question: string, stop: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C at the question reaches readline first.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: stop });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
