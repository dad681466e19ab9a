import { unusableData } from '../../../tools/local/unusable-data';

describe('unusableData', () => {
  it.each([
    ['damaged files', '000010.log is damaged at byte 0', /\): "npm run reset" deletes all local data/],
    [
      'a PostgreSQL that gives no reason',
      'Aborted(). Build with -sASSERTIONS',
      /start again\. If .* move the folder away/,
    ],
    ['another owner', 'EACCES: permission denied', /Make the folder yours/],
    ['a full disk', 'IO error: No space left on device', /the data is kept/],
  ])('names the remedy for %s', (_what, problem, remedy) => {
    expect(unusableData('data', problem, 'npm run reset').message).toMatch(remedy);
  });
});
