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

describe('Account of the credentials', () => {
  const check = (...accounts: readonly string[]) =>
    assertAccount({ name: 'dev', accounts } as unknown as SynthesizedEnvironment, { account: '1', arn: 'arn:me' });

  it('is accepted if the environment names no account', () => check());

  it('is accepted if the environment names the same account', () => check('1'));

  it('is rejected if the environment names another account', () => {
    expect(() => check('2')).toThrow(
      'Your credentials (arn:me) are for the account 1, but dev belongs to 2. Choose other credentials, for example with AWS_PROFILE, or change `account` in environments/dev.ts.',
    );
  });
});

describe('Uncommitted changes', () => {
  const source = (...changedFiles: readonly string[]) =>
    ({ version: '0-dirty-1', commit: '0', changedFiles }) as SourceVersion;
  const unknown = { version: 'tree-1', commit: null, changedFiles: [] as readonly string[] } as SourceVersion;

  it('are listed in a warning, with the version', () => {
    expect(dirtyTreeWarning(source('a b', 'c'), false)).toBe(
      'Uncommitted changes are deployed too: a b, c. The version is 0-dirty-1.',
    );
  });

  it('are shown as the names of the first five files and the number of the remaining files', () => {
    expect(dirtyTreeWarning(source('1', '2', '3', '4', '5', '6', '7'), false)).toContain('1, 2, 3, 4, 5 and 2 more.');
  });

  it.each([
    ['with --clean', true, ''],
    ['in CI', false, 'true'],
  ])('are rejected %s', (_what, clean, ci) => {
    process.env.CI = ci;
    expect(() => dirtyTreeWarning(source('a'), clean)).toThrow(
      'There are uncommitted changes: a. Commit them, or deploy outside CI without --clean.',
    );
    expect(dirtyTreeWarning(source(), clean)).toBeUndefined();
    expect(() => dirtyTreeWarning(unknown, clean)).toThrow('so there may be uncommitted changes.');
  });

  it('cannot be detected outside a git repository, and a warning says so', () => {
    expect(dirtyTreeWarning(unknown, false)).toBe(
      'This folder is not a git repository with a commit (`git rev-parse HEAD` fails), so the version is a hash of the files: tree-1.',
    );
  });
});
