import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { TerminalStreams } from '../console/terminal';
import { UserError } from '../shared/user-error';

/**
 * Reads the value of a secret without showing it. On a terminal, the value is one line. Without a terminal, it is all
 * of standard input except the final line break.
 * @throws UserError if the value is empty
 */
export async function readSecretValue(
  variable: string,
  stop: AbortSignal,
  { stdin, stdout }: TerminalStreams = process,
): Promise<string> {
  const value = stdin.isTTY
    ? await ask(`Value of ${variable} (not shown): `, stop, { stdin, stdout })
    : await text(stdin);
  const secret = value.replace(/\r?\n$/, '');
  if (secret !== '') return secret;
  throw new UserError(
    `The value of ${variable} is empty. Nothing was changed. Run the command again and type the value, or send the value to standard input.`,
  );
}

async function ask(question: string, stop: AbortSignal, { stdin, stdout }: TerminalStreams): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  lines.once('SIGINT', () => {
    lines.close();
    // readline intercepts Ctrl-C, so this process receives no SIGINT unless it is emitted here.
    process.emit('SIGINT', 'SIGINT');
  });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  stdout.write(question);
  try {
    return await Promise.race([lines.question('', { signal: stop }), closed]);
  } catch {
    return '';
  } finally {
    lines.close();
    stdout.write('\n');
  }
}
