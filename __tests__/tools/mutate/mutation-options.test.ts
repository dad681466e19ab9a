import { type Mutations, mutationOptions, parseConcurrency } from '../../../tools/mutate/mutation-options';

const optionsOf = (mutations: Partial<Mutations>) =>
  mutationOptions({ files: ['stacks/checks/cidr.ts'], concurrency: 1, ...mutations });

describe('Mutation options', () => {
  it.each<[string, Partial<Mutations>, string[]]>([
    ['a file', {}, ['__tests__/stacks/checks/**/*.test.ts']],
    [
      'two files of one folder',
      { files: ['app/http/body.ts', 'app/http/errors.ts'] },
      ['__tests__/app/http/**/*.test.ts'],
    ],
    ['some lines of a file', { files: ['stacks/names.ts:10-20'] }, ['__tests__/stacks/**/*.test.ts']],
    ['a file with named tests', { tests: ['__tests__/a.test.ts'] }, ['__tests__/a.test.ts']],
  ])('name the tests to run for %s', (_what, mutations, patterns) => {
    const testMatch = patterns.map((pattern) => `<rootDir>/${pattern}`);
    expect(optionsOf(mutations)).toMatchObject({
      mutate: mutations.files ?? ['stacks/checks/cidr.ts'],
      jest: { enableFindRelatedTests: false, config: { testMatch } },
    });
  });

  it('leave a copy nowhere but in the folder for local data', () => {
    expect(optionsOf({})).toMatchObject({ tempDirName: '.local/mutate', cleanTempDir: 'always' });
  });

  it.each([
    ['stacks/none.ts', 'stacks/none.ts does not exist. Name it relative to the repository.'],
    [
      'contract.ts',
      'contract.ts is not source that tests are about. Name a TypeScript file of app/, stacks/ or tools/.',
    ],
    ['../stacks/names.ts', '../stacks/names.ts is not source that tests are about.'],
  ])('refuse the file %s', (file, message) => {
    expect(() => optionsOf({ files: [file] })).toThrow(message);
  });

  it('take a whole number of processes', () => {
    expect(parseConcurrency('2')).toBe(2);
    for (const value of ['0', '1.5', 'all']) expect(() => parseConcurrency(value)).toThrow('A whole number from 1');
  });
});
