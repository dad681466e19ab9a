import { isCreatedAt, isProfileId } from '../../../app/profiles/profile';

describe('isCreatedAt', () => {
  test.each(['2026-11-21T07:42:43.081123Z', '0001-01-01T00:00:00.000000Z', '2024-02-29T23:59:59.999999Z'])(
    'accepts %s',
    (text) => {
      expect(isCreatedAt(text)).toBe(true);
    },
  );

  // PostgreSQL would reject a statement that contains one of these timestamps.
  test.each([
    '0000-01-01T00:00:00.000000Z',
    '2026-02-30T00:00:00.000000Z',
    '2026-11-21T24:00:00.000000Z',
    '2026-11-21T07:42:60.000000Z',
    '2026-11-21T07:42:43.1+23:59',
    '2026-11-21T07:42:43.081Z',
    'infinity',
    '',
  ])('rejects %j', (text) => {
    expect(isCreatedAt(text)).toBe(false);
  });
});

describe('isProfileId', () => {
  test.each([
    ['accepts', '0b7f3c1e-9a52-4d0c-8f0e-3f2b6a1d9c77', true],
    ['rejects', '0B7F3C1E-9A52-4D0C-8F0E-3F2B6A1D9C77', false],
    ['rejects', '0b7f3c1e9a524d0c8f0e3f2b6a1d9c77', false],
    ['rejects', "' or true --", false],
  ])('%s the id %s', (_verb, text, isId) => {
    expect(isProfileId(text)).toBe(isId);
  });
});
