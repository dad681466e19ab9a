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

/** Returns a fake terminal. What a test writes to `stdin` is what the user types. */
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
    ['y\n', true],
    ['YES\n', true],
    [' yes \n', true],
    ['n\n', false],
    ['yep\n', false],
    ['\n', false],
    ['\x04', false],
    ['\x03', false],
  ])('after the user types %j, returns %j', async (typed, expected) => {
    const terminal = createTerminal();
    const answer = confirm('Continue?', new AbortController().signal, terminal);
    terminal.stdin.write(typed);
    expect(await answer).toBe(expected);
    // The line break lets the next output of the command begin on a new line.
    expect(String(terminal.stdout.read())).toMatch(/Continue\? \[y\/N\] [\s\S]*\n$/);
  });

  it('returns false when the input ends', async () => {
    const terminal = createTerminal();
    const answer = confirm('Continue?', new AbortController().signal, terminal);
    terminal.stdin.end();
    expect(await answer).toBe(false);
  });

  it('returns false when the command is stopped', async () => {
    const stop = new AbortController();
    const answer = confirm('Continue?', stop.signal, createTerminal());
    stop.abort('SIGTERM');
    expect(await answer).toBe(false);
  });

  it('passes Ctrl-C on to the process as SIGINT', async () => {
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
