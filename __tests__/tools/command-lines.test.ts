import path from 'node:path';
import { scripts } from '../../package.json';

const root = path.resolve(__dirname, '../..');

/** The file of each npm command whose program is in `tools/` or `bench/`, by name of the command. */
const files = Object.fromEntries(
  Object.entries(scripts as Readonly<Record<string, string>>).flatMap(([name, script]) => {
    const [, file] = /^node --import tsx ((?:tools|bench)\/\S+\.ts)/.exec(script) ?? [];
    return file === undefined ? [] : [[name, file] as const];
  }),
);

/** Thrown when the command calls `process.exit`, so that the process of the tests does not end. */
class Exit extends Error {
  constructor(readonly code: unknown) {
    super(`exit ${code}`);
  }
}

interface Outcome {
  readonly printed: string;
  readonly exitCode: unknown;
}

/** Runs an npm command in this process, until it rejects its arguments or has printed its help. */
async function run(name: string, words: readonly string[]): Promise<Outcome> {
  let printed = '';
  const before = { argv: process.argv, exitCode: process.exitCode };
  const print = (text: unknown) => {
    // runCommand prints an `Exit` like any error of the command. That is not output of the command, so it is left out.
    if (!(text instanceof Exit)) printed += text instanceof Error ? text.stack : text;
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(print),
    jest.spyOn(process.stderr, 'write').mockImplementation(print),
    jest.spyOn(console, 'error').mockImplementation(print),
    jest.spyOn(process, 'on').mockReturnThis(),
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Exit(code);
    }),
  ];
  process.argv = [process.execPath, files[name] ?? '', ...words];
  process.exitCode = undefined;
  let exit: unknown;
  try {
    require(path.join(root, files[name] ?? ''));
    // Without an error, the file is now cached, and would not run again for the next command line.
    jest.resetModules();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    exit = error.code;
  }
  // Waits until runCommand has handled a rejected promise, which it does in a microtask.
  await new Promise(setImmediate);
  const exitCode = exit ?? process.exitCode;
  for (const spy of spies) spy.mockRestore();
  Object.assign(process, before);
  return { printed, exitCode };
}

/** Returns the line with the usage from the help of a command. */
async function argumentsOf(name: string): Promise<string> {
  const { printed } = await run(name, ['--help']);
  return /^Usage: .*/.exec(printed)?.[0] ?? '';
}

describe('Command line', () => {
  it.each(Object.keys(files))(
    'of npm run %s is rejected if it contains an unknown option, or has too few or too many arguments',
    async (name) => {
      const usage = await argumentsOf(name);
      expect(usage).toMatch(/^Usage: npm (run )?[a-z:-]+/);
      const rejected = (message: RegExp) => ({ printed: expect.stringMatching(message), exitCode: 1 });
      expect(await run(name, ['--no-such-option'])).toEqual(rejected(/^error: unknown option '--no-such-option'\n/));
      if (usage.includes('<')) {
        expect(await run(name, [])).toEqual(rejected(/^error: missing required argument '\w+'\n/));
      }
      if (!usage.includes('...')) {
        const words = ['a', 'b', 'c', 'd'];
        expect(await run(name, words)).toEqual(rejected(/^error: too many arguments/));
      }
    },
  );

  it.each([
    ['cost', '--plan', /^--plan needs an environment/],
    ['cost', 'dev --write', /^--write writes the costs of all environments/],
    ['cost', 'dev --plan --compare HEAD', /cannot be combined/],
    ['diagram', '', /^Name an environment/],
    ['diagram', 'dev --docs', /^--docs draws/],
    ['load', 'dev --target entries', /^error: option '--target <path>' argument 'entries' is invalid\. Use a path/],
    ['load', 'dev --seconds 4', /Use a whole number from 5 to 600/],
    ['permissions', 'dev nope', /^"nope" is not a command whose permissions can be printed/],
    ['permissions', 'dev --account 12', /^--account is "12", but an account number has 12 digits/],
    ['permissions', 'dev --explain CreateVpc', /^--explain is "CreateVpc", which is not an IAM action/],
  ])('is rejected with a message, not with a stack trace: npm run %s -- %s', async (name, words, message) => {
    const { printed, exitCode } = await run(name, words.split(' ').filter(Boolean));
    expect(printed).toMatch(message);
    expect(printed).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(1);
  });
});
