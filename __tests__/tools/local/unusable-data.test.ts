import { unusableDataError } from '../../../tools/local/unusable-data';

describe('unusableDataError', () => {
  it.each([
    ['damaged files', '000010.log is damaged at byte 0', /\)\. "npm run reset" deletes all local data/],
    [
      'an error of PostgreSQL without a reason',
      'Aborted(). Build with -sASSERTIONS',
      /start again\. If .* move the folder away/,
    ],
    ['another owner', 'EACCES: permission denied', /Change the owner of the folder/],
    ['a full disk', 'IO error: No space left on device', /the data is kept/],
  ])('contains a remedy for %s', (_what, problem, remedy) => {
    expect(unusableDataError('data', problem, 'npm run reset').message).toMatch(remedy);
  });
});
