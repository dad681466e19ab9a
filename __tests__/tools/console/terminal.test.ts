import { PassThrough } from 'node:stream';
import { confirm, hasColors, isInteractive } from '../../../tools/console/terminal';

const { CI } = process.env;
beforeEach(() => {
  process.env.CI = '';
});
afterAll(() => {
  process.env.CI = CI;
});

describe('Colours', () => {
  it.each([
    [{}, 'on', 'printed'],
    [{}, 'without', 'not printed'],
    [{ NO_COLOR: '1' }, 'on', 'not printed'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'on', 'not printed'],
    [{ NO_COLOR: '' }, 'on', 'printed'],
    [{ FORCE_COLOR: '0' }, 'on', 'not printed'],
    [{ FORCE_COLOR: 'false' }, 'on', 'not printed'],
    [{ FORCE_COLOR: '1' }, 'without', 'printed'],
    [{ FORCE_COLOR: '' }, 'without', 'not printed'],
  ])('with the environment variables %j, %s a terminal, are %s', (environment, where, outcome) => {
    expect(hasColors(environment, where === 'on')).toBe(outcome === 'printed');
  });
});

/** Returns a fake terminal, on which the user types whatever a test writes to `stdin`. */
function createTerminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  return { stdin, stdout };
}

describe('A question', () => {
  it('is asked only on a terminal, and not in CI', () => {
    const terminal = createTerminal();
    expect(isInteractive(terminal)).toBe(true);
    expect(isInteractive({ ...terminal, stdin: new PassThrough() })).toBe(false);
    expect(isInteractive({ ...terminal, stdout: new PassThrough() })).toBe(false);
    process.env.CI = 'true';
    expect(isInteractive(terminal)).toBe(false);
  });

  it.each([
    ['y\n', 'yes'],
    ['YES\n', 'yes'],
    [' yes \n', 'yes'],
    ['n\n', 'no'],
    ['yep\n', 'no'],
    ['\n', 'no'],
    ['\x04', 'no'],
    ['\x03', 'no'],
  ])('takes %j as the answer %s', async (typed, expected) => {
    const terminal = createTerminal();
    const answer = confirm('Continue?', new AbortController().signal, terminal);
    terminal.stdin.write(typed);
    expect(await answer).toBe(expected === 'yes');
    // The line break lets the next output of the command begin on a new line.
    expect(String(terminal.stdout.read())).toMatch(/Continue\? \[y\/N\] [\s\S]*\n$/);
  });

  it('is answered with no when the input ends', async () => {
    const terminal = createTerminal();
    const answer = confirm('Continue?', new AbortController().signal, terminal);
    terminal.stdin.end();
    expect(await answer).toBe(false);
  });

  it('is answered with no when the command is stopped', async () => {
    const stop = new AbortController();
    const answer = confirm('Continue?', stop.signal, createTerminal());
    stop.abort('SIGTERM');
    expect(await answer).toBe(false);
  });

  it('does not swallow Ctrl-C: the process gets SIGINT', async () => {
    const terminal = createTerminal();
    const signals: string[] = [];
    const listen = (signal: string) => signals.push(signal);
    process.on('SIGINT', listen);
    const answer = confirm('Continue?', new AbortController().signal, terminal);
    terminal.stdin.write('\x03');
    await answer;
    process.removeListener('SIGINT', listen);
    expect(signals).toEqual(['SIGINT']);
  });
});
