import { parseProfile, shouldRemoveFile } from '../../../../app/profiles/web/profile-form';

const minimum = { name: 'Ada', email: 'ada@example.com' };

const wrongFields = (fields: Record<string, unknown>) => parseProfile(fields).errors.map(({ field }) => field);

describe('parseProfile', () => {
  test('accepts a name and an email address without other fields', () => {
    expect(parseProfile({ ...minimum, phone: '', about: ' ', other: 'x' })).toEqual({
      details: { ...minimum, phone: null, about: null },
      errors: [],
    });
  });

  test('trims and normalizes fields, and converts line breaks', () => {
    const fields = {
      name: ' Zoe\u0308 ',
      email: ' a@b.example ',
      phone: ' +44 (20) 7946-0000 ',
      about: 'One.\r\n\r\nTwo.\t ',
    };
    expect(parseProfile(fields).details).toEqual({
      name: 'Zoë',
      email: 'a@b.example',
      phone: '+44 (20) 7946-0000',
      about: 'One.\n\nTwo.',
    });
  });

  test.each([
    ['phone', '\u202a+44 20 7946 0000\u202c', '+44 20 7946 0000'],
    ['phone', '\u2066\u200e+44\u00a020\u202f7946\u20090000\ufeff', '+44 20 7946 0000'],
    ['phone', '020\u20117946\u20100000\u2013\u20141\u22122\u00ad', '020-7946-0000--1-2'],
    ['phone', '＋４４\u3000（２０）\t７９４６０', '+44 (20) 79460'],
    ['email', '\u200eada\u200b@exam\u00adple.com\u202c\u00a0', 'ada@example.com'],
    ['email', 'ada\u2011l@example.com', 'ada-l@example.com'],
    ['name', '\u200bAda\u00a0Love\u00adlace\ufeff', 'Ada Lovelace'],
    ['about', 'a\u00a0b\u200bc\vd\u2028e\u2029f\u0085g\u2011h', 'a bc\nd\ne\nf\ng-h'],
    ['name', '\u200eAda\u200f\n', 'Ada'],
    ['about', '\u200fשלום (a)\u200f!\n\u200eb\u061c c\u200f', 'שלום (a)\u200f!\n\u200eb\u061c c'],
    ['about', `🏴${'\u{e0061}'.repeat(5)}.`, '🏴.'],
    ['about', 'می\u200cخواهم ❤\ufe0f', 'می\u200cخواهم ❤\ufe0f'],
  ] as const)('normalizes the field %s from %j to %j', (field, value, stored) => {
    expect(parseProfile({ ...minimum, [field]: value }).details?.[field]).toBe(stored);
  });

  test.each([
    ['name', 'Ada\u2067', /character 4, U\+2067 RIGHT-TO-LEFT ISOLATE/],
    ['about', 'One\n\u202etwo', /character 5, U\+202E RIGHT-TO-LEFT OVERRIDE/],
    ['about', 'a\u3164b', /character 2, U\+3164 HANGUL FILLER/],
    ['about', 'a\u200e\u200fb', /character 2, U\+200E LEFT-TO-RIGHT MARK/],
    ['about', 'a\u200f\u202db', /character 3, U\+202D LEFT-TO-RIGHT OVERRIDE/],
    ['email', 'a\0@example.com', /character 2, U\+0000 NULL/],
    ['email', 'a\u2800@example.com', /character 2, U\+2800 BRAILLE PATTERN BLANK/],
    ['email', ' ada\u00a0@example.com', /Character 4 is U\+00A0 NO-BREAK SPACE/],
    ['email', 'ada@\u3000example.com', /Character 5 is U\+3000 IDEOGRAPHIC SPACE/],
    ['email', 'ada @example.com', /Character 4 is U\+0020 SPACE/],
    ['email', 'ada', /ada@example\.com\.$/],
    ['phone', '+44\u280020 7946 0000', /Character 4 is U\+2800 BRAILLE PATTERN BLANK/],
    ['phone', '+44\u00a020 7946\u0000', /Character 12 is U\+0000 NULL/],
    ['phone', '\u202a+44 20\u0007 7946\u202c', /Character 7 is U\+0007 control character/],
    ['phone', '+44\ufff920 7946', /Character 4 is U\+FFF9 INTERLINEAR ANNOTATION ANCHOR/],
    ['phone', '+44 ext 5', /0000\.$/],
  ])('returns an error for the field %s with the value %j', (field, value, message) => {
    expect(parseProfile({ ...minimum, [field]: value }).errors).toEqual([
      { field, message: expect.stringMatching(message) },
    ]);
  });

  test('reports all invalid fields at once', () => {
    expect(wrongFields({ phone: 'x', about: 'a'.repeat(2_001) })).toEqual(['name', 'email', 'phone', 'about']);
  });

  test.each([
    ['name', 'a'.repeat(65)],
    ['name', '\u202eAda'],
    ['name', ['Ada']],
    ['name', 7],
    ['email', ''],
    ['email', 'ada'],
    ['email', 'ada@localhost'],
    ['email', 'ada@example.com, eve@example.com'],
    ['email', 'ada @example.com'],
    ['email', '<ada@example.com>'],
    ['email', 'a@b.example\nBcc: c@d.example'],
    ['email', `${'a'.repeat(65)}@example.com`],
    ['email', `a@${'b'.repeat(250)}.example`],
    ['phone', '1234'],
    ['phone', '1234567890123456'],
    ['phone', '+44 ext 5'],
    ['phone', '++4412345'],
    ['phone', ['12345']],
    ['about', 'a\0b'],
    ['about', '\u2066hidden'],
    ['about', {}],
  ])('rejects the field %s with the value %j', (field, value) => {
    expect(wrongFields({ ...minimum, [field]: value })).toEqual([field]);
  });

  test.each([
    ['name', '東京 👩‍👩‍👧'],
    ['name', "'; drop table profiles; --"],
    ['name', '<script>'],
    ['email', 'o’neill+tag@müller.example'],
    ['phone', '110 12'],
    ['about', 'مرحبا\nשלום'],
    ['about', '👩'.repeat(2_000)],
  ])('accepts the field %s with the value %j', (field, value) => {
    expect(wrongFields({ ...minimum, [field]: value })).toEqual([]);
  });
});

describe('shouldRemoveFile', () => {
  test.each([true, 'yes', 'on', 'true', '1'])('returns true for %p', (removeFile) => {
    expect(shouldRemoveFile({ removeFile })).toBe(true);
  });

  test.each([undefined, false, '', 'no', 'false', '0', {}])('returns false for %p', (removeFile) => {
    expect(shouldRemoveFile({ removeFile })).toBe(false);
  });
});
