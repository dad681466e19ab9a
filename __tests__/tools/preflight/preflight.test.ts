import type { SourceVersion } from '../../../tools/image/source-version';
import { assertAccount, dirtyTreeWarning } from '../../../tools/preflight/preflight';
import type { SynthesizedEnvironment } from '../../../tools/shared/environment';

const { CI } = process.env;
beforeEach(() => {
  process.env.CI = '';
});
afterAll(() => {
  process.env.CI = CI;
});

describe('The account of an environment', () => {
  const check = (...accounts: readonly string[]) =>
    assertAccount({ name: 'dev', accounts } as unknown as SynthesizedEnvironment, { account: '1', arn: 'arn:me' });

  it('may be any if the environment names none', () => check());

  it('may be the one that the environment names', () => check('1'));

  it('must not be another one', () => {
    expect(() => check('2')).toThrow(
      'Your credentials (arn:me) are for the account 1, but dev belongs to 2. Choose other credentials, for example with AWS_PROFILE, or change `account` in environments/dev.ts.',
    );
  });
});

describe('Uncommitted changes', () => {
  const source = (...changedFiles: readonly string[]) =>
    ({ version: '0-dirty-1', commit: '0', changedFiles }) as SourceVersion;
  const unknown = { version: 'tree-1', commit: null, changedFiles: [] as readonly string[] } as SourceVersion;

  it('are named in a warning, with the version', () => {
    expect(dirtyTreeWarning(source('a b', 'c'), false)).toBe(
      'Uncommitted changes are deployed too: a b, c. The version is 0-dirty-1.',
    );
  });

  it('are counted if there are many', () => {
    expect(dirtyTreeWarning(source('1', '2', '3', '4', '5', '6', '7'), false)).toContain('1, 2, 3, 4, 5 and 2 more.');
  });

  it.each([
    ['--clean', true, ''],
    ['CI', false, 'true'],
  ])('are rejected with %s', (_what, clean, ci) => {
    process.env.CI = ci;
    expect(() => dirtyTreeWarning(source('a'), clean)).toThrow(
      'There are uncommitted changes: a. Commit them, or deploy without --clean and outside CI.',
    );
    expect(dirtyTreeWarning(source(), clean)).toBeUndefined();
    expect(() => dirtyTreeWarning(unknown, clean)).toThrow('so there may be uncommitted changes.');
  });

  it('are possible without git, and this is reported as a warning', () => {
    expect(dirtyTreeWarning(unknown, false)).toBe(
      'This folder is not a git repository with a commit (`git rev-parse HEAD` fails), so the version is a hash of the files: tree-1.',
    );
  });
});
