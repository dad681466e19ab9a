import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { TerminalStreams } from '../console/terminal';
import { UserError } from '../shared/user-error';

/**
 * Reads a secret: from the terminal without echo, or otherwise all of standard input, without the final line break.
 * @throws UserError if it is empty
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
  throw new UserError(`The value of ${variable} is empty. Nothing was changed. Type it, or send it to standard input.`);
}

async function ask(question: string, stop: AbortSignal, { stdin, stdout }: TerminalStreams): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  lines.once('SIGINT', () => {
    lines.close();
    // readline intercepts Ctrl-C, so the process has not received the signal.
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
