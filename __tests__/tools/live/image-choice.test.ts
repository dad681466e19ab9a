import { chooseImage, describeImage, formatHistory, lastImage } from '../../../tools/live/image-choice';
import type { ImageHistoryEntry } from '../../../tools/live/image-history';

const commit = '0123456789ab';
const time = new Date('2026-11-01T12:00:00Z');

/** Returns an image that was deployed. @param digit the digest consists of this digit 64 times */
function deployed(digit: string, ...versions: string[]): ImageHistoryEntry {
  const image = `registry.example/app@sha256:${digit.repeat(64)}`;
  return { image, versions, time, deployedBy: 'arn:aws:sts::1:assumed-role/admin/somebody', isDeleted: false };
}

const parked: ImageHistoryEntry = { ...deployed('0'), image: 'none', deployedBy: 'arn:aws:iam::1:user/somebody' };
const clean = deployed('a', commit);
const dirty = deployed('b', `${commit}-dirty-00000000`);
const older = deployed('c', 'fedcba987654');
const unnamed = deployed('d');
const history = [dirty, clean, older, unnamed];

describe('The image history', () => {
  it('lists the version, time and user of each image, and marks the newest image', () => {
    expect(formatHistory([parked, clean, unnamed])).toBe(
      [
        '* parked                           2026-11-01 12:00:00 UTC  somebody',
        `  ${commit}                     2026-11-01 12:00:00 UTC  somebody`,
        '  sha256:dddddddddddd              2026-11-01 12:00:00 UTC  somebody',
      ].join('\n'),
    );
  });

  it('names an image by its version, or by its full reference if it has no version', () => {
    expect(describeImage(clean)).toBe(`version ${commit}`);
    expect(describeImage(unnamed)).toBe(`registry.example/app@sha256:${'d'.repeat(64)}`);
  });

  it('marks an image that was deleted from the repository', () => {
    expect(formatHistory([clean, { ...unnamed, isDeleted: true }])).toMatch(
      /sha256:dddddddddddd .* somebody, since deleted$/,
    );
  });

  it('reports that nothing has been deployed', () => {
    expect(formatHistory([])).toBe('Nothing has been deployed yet.');
  });
});

describe('The rollback image', () => {
  const chosen = (wanted?: string, current?: string) => chooseImage(history, 'dev', { wanted, current });

  it('is the image that ran before the current image', () => {
    expect(chosen()).toBe(clean);
    expect(chooseImage([dirty, dirty, parked, older], 'dev')).toBe(older);
  });

  it('is the newest image in the history if the current image is not in the history', () => {
    expect(chosen(undefined, deployed('e').image)).toBe(dirty);
  });

  it('is the second newest image if the environment is parked', () => {
    expect(chooseImage([parked, clean, older], 'dev')).toBe(older);
    expect(() => chooseImage([parked, clean], 'dev')).toThrow(
      'There is no earlier image of dev to roll back to. To start the last image: npm run unpark dev',
    );
  });

  it('is rejected if it was deleted; the error lists the other images', () => {
    expect(() => chooseImage([dirty, { ...clean, isDeleted: true }, older], 'dev')).toThrow(
      `The image ${commit} was deleted from the repository of dev. Choose another version with npm run rollback dev -- --to <version>: ${commit}-dirty-00000000, fedcba987654`,
    );
  });

  it('is the image with exactly this version, even if other versions begin with it', () => {
    expect(chosen(commit)).toBe(clean);
  });

  it.each([
    ['a prefix of a version', 'fedc', older],
    ['a prefix of a digest', 'dddd', unnamed],
    ['a digest', `sha256:${'b'.repeat(64)}`, dirty],
    ['a prefix of a digest with its algorithm', 'sha256:cc', older],
  ])('can be chosen by %s', (_what, wanted, expected) => {
    expect(chosen(wanted)).toBe(expected);
  });

  it('is rejected if the given prefix matches several images', () => {
    expect(() => chosen(commit.slice(0, 6))).toThrow(
      `"${commit.slice(0, 6)}" matches more than one image of dev: ${commit}-dirty-00000000, ${commit}. Use more characters.`,
    );
  });

  it('is rejected if no image has the version; the error lists the available images', () => {
    expect(() => chosen('ffff')).toThrow(
      `No image of dev has the version or digest "ffff". Available images: ${commit}-dirty-00000000, ${commit}, fedcba987654, sha256:dddddddddddd.`,
    );
  });

  it('is rejected if there is no earlier image', () => {
    expect(() => chooseImage([clean, parked], 'dev')).toThrow('There is no earlier image of dev to roll back to.');
  });
});

describe('The image of npm run unpark', () => {
  it('is the newest image in the history', () => {
    expect(lastImage([parked, clean, older], 'dev')).toBe(clean);
  });

  it('is rejected if it was deleted', () => {
    expect(() => lastImage([parked, { ...clean, isDeleted: true }], 'dev')).toThrow(
      `The image ${commit} was deleted from the repository of dev. Deploy a new image: npm run deploy dev`,
    );
  });

  it('cannot be chosen if no image has ever run', () => {
    expect(() => lastImage([parked], 'dev')).toThrow('No image has run yet in dev. Deploy one: npm run deploy dev');
  });
});
