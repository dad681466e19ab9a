import { type Mutations, mutationOptions, parseConcurrency } from '../../../tools/mutate/mutation-options';

const optionsOf = (mutations: Partial<Mutations>) =>
  mutationOptions({ files: ['stacks/checks/network/cidr.ts'], concurrency: 1, ...mutations });

describe('mutationOptions', () => {
  it.each<[string, Partial<Mutations>, string[]]>([
    ['a file', {}, ['__tests__/stacks/checks/network/**/*.test.ts']],
    [
      'two files of one folder',
      { files: ['app/http/body.ts', 'app/http/errors.ts'] },
      ['__tests__/app/http/**/*.test.ts'],
    ],
    ['some lines of a file', { files: ['stacks/names.ts:10-20'] }, ['__tests__/stacks/**/*.test.ts']],
    [
      'a file of a package',
      { files: ['packages/offline-aws-provider/src/index.ts'] },
      ['packages/offline-aws-provider/__tests__/**/*.test.ts'],
    ],
    ['the option --tests if it is set', { tests: ['__tests__/a.test.ts'] }, ['__tests__/a.test.ts']],
  ])('contains the tests of %s', (_what, mutations, patterns) => {
    const testMatch = patterns.map((pattern) => `<rootDir>/${pattern}`);
    expect(optionsOf(mutations)).toMatchObject({
      mutate: mutations.files ?? ['stacks/checks/network/cidr.ts'],
      jest: { enableFindRelatedTests: false, config: { testMatch } },
    });
  });

  it('places the copy of the repository in .local, and removes the copy at the end', () => {
    expect(optionsOf({})).toMatchObject({ tempDirName: '.local/mutate', cleanTempDir: 'always' });
  });

  it.each([
    ['stacks/none.ts', 'stacks/none.ts does not exist. Give its path relative to the root of the repository.'],
    [
      'contract.ts',
      'contract.ts is not a source file with tests. Name a TypeScript file in app/, stacks/, tools/ or the src/ of a package.',
    ],
    ['../stacks/names.ts', '../stacks/names.ts is not a source file with tests.'],
  ])('rejects the file %s', (file, message) => {
    expect(() => optionsOf({ files: [file] })).toThrow(message);
  });
});

describe('parseConcurrency', () => {
  it('accepts a whole number', () => {
    expect(parseConcurrency('2')).toBe(2);
  });

  it.each(['0', '1.5', 'all'])('rejects "%s"', (value) => {
    expect(() => parseConcurrency(value)).toThrow('The value must be a whole number, 1 or more.');
  });
});
