import { parseEntry } from '../../../../app/entries/web/entry-form';
import { Problem } from '../../../../app/http/problem';

const digits = '00000001';

function wrongFields(fields: Record<string, unknown>): string[] {
  try {
    parseEntry(fields);
    return [];
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return error.errors.map(({ field }) => field);
    throw error;
  }
}

const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

describe('Username', () => {
  test.each([
    ['letters of several scripts', 'Zoë 子轩 Ольга أحمد नेहा', undefined],
    ['one code point', 'z', undefined],
    ['64 code points outside the basic plane', '😀'.repeat(64), undefined],
    ['joined emoji', '👩‍👩‍👧', undefined],
    ['joined letters', 'می‌خواهم', undefined],
    ['a symbol', '+', undefined],
    ['an Arabic number sign', '\u0600', undefined],
    ['a Kaithi number sign', '\u{110bd}', undefined],
    ['an enclosing circle', '\u20dd', undefined],
    ['surrounding spaces, which are removed', ' \t zoe\u00a0\u2003\n', 'zoe'],
    ['decomposed characters, which are composed', 'Zoe\u0308', 'Zo\u00eb'],
    ['64 code points after composition', 'e\u0301'.repeat(64), '\u00e9'.repeat(64)],
    ['a soft hyphen, which is removed', 'zo\u00ade', 'zoe'],
    ['a zero-width space, which is removed', 'zo\u200be', 'zoe'],
    ['a byte order mark, which is removed', '\ufeff zoe', 'zoe'],
    ['a word joiner, which is removed', 'zo\u2060e', 'zoe'],
    ['joiners that join nothing, which are removed', 'z\u200do\u200ce', 'zoe'],
    ['variation selectors that hide text, which are removed', 'z\ufe01\u{e0145}oe', 'zoe'],
    ['tags that hide text, which are removed', 'zoe\u{e0041}\u{e0042}', 'zoe'],
    ['a no-break space and a no-break hyphen, which become ordinary ones', 'Jean\u2011Luc\u00a0P', 'Jean-Luc P'],
    ['an ideographic space', '山田\u3000太郎', undefined],
    ['an emoji with a variation selector', '❤\ufe0f', undefined],
    ['an emoji with a second variation selector, which is removed', '❤\ufe0f\ufe0f', '❤\ufe0f'],
    ['a flag made of tags', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}', undefined],
    ['a variant of a Han character', '葛\u{e0100}', undefined],
    ['a conjunct with a joiner', 'क्\u200dष', undefined],
    ['Khmer with a zero-width space between words', 'ខ្មែរ\u200bកម្ពុជា', undefined],
    ['old Korean with a filler', '\u115f\u1161', undefined],
    ['braille with an empty pattern', '⠵\u2800⠕', undefined],
    ['spaces of any width, which become ordinary ones', 'a\u2000b\u2009c\u200ad\u205fe\u1680f', 'a b c d e f'],
    ['direction marks around it, which are removed', '\u200eAda\u200f', 'Ada'],
    ['spaces and direction marks around it, which are removed', ' \u200f \u061cAda \u200e\u00a0', 'Ada'],
    ['a flag followed by tags that hide text, which are removed', `${england}\u{e0061}\u{e0062}`, england],
    ['a flag of England', england, undefined],
    ['a black flag with invalid tags, which are removed', '🏴\u{e0061}\u{e0062}\u{e007f}', '🏴'],
    ['a digit with variation selectors, which are removed', 'u1\u{e0100}\ufe0e\u180b2\ufe0f', 'u12'],
    ['a sign with a variation selector, which is removed', '$\u{e0155}+\ufe00★\ufe0f', '$+★'],
    ['a keycap emoji', '1\ufe0f\u20e3', undefined],
    ['an emoji with a redundant variation selector, which is removed', '😀\ufe0f', '😀'],
    ['an emoji in text style', '☎\ufe0e', undefined],
    ['joined emoji with a variation selector', '❤\ufe0f\u200d🔥', undefined],
    ['joined emoji with a skin colour', '👩🏽\u200d🚀', undefined],
    ['a digit and an emoji, and loses the joiner between them', '1\ufe0f\u200d😀', '1😀'],
    ['Mongolian with a variant', 'ᠠ\u180b', undefined],
    ['Persian with a non-joiner at the end, which is removed', 'می\u200c', 'می'],
    ['Persian with a non-joiner before a space, which is removed', 'می\u200c خواهم', 'می خواهم'],
    ['Persian with a non-joiner between letters that do not join, which is removed', 'ر\u200cضا', 'رضا'],
    ['Persian with two non-joiners, which are removed', 'می\u200c\u200cخواهم', 'میخواهم'],
    ['Arabic with a joiner at the end', 'ه\u200d', undefined],
    ['Hindi with a joiner without a conjunct, which is removed', 'क\u200dष', 'कष'],
    ['Hindi with a non-joiner after a virama', 'क्\u200cष', undefined],
    ['Bengali with a joiner before a virama', 'র\u200d্যা', undefined],
    ['Malayalam with a joiner at the end', 'അവന്\u200d', undefined],
    ['Thai with a zero-width space at the end, which is removed', 'ไทย\u200b', 'ไทย'],
    ['Thai with a zero-width space between words', 'ไทย\u200bไทย', undefined],
    ['hieroglyph joiners without hieroglyphs, which are removed', 'Ada\u{13430}\u{13430}', 'Ada'],
    ['joined hieroglyphs', '\u{13000}\u{13430}\u{13437}\u{13001}\u{13431}\u{13002}\u{13438}', undefined],
    ['64 code points between spaces', ` ${'a'.repeat(64)} `, 'a'.repeat(64)],
  ])('is accepted with %s', (_title, username, stored = username) => {
    expect(parseEntry({ username, digits }).username).toBe(stored);
  });
});

describe('Username', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['a list', ['zoe']],
    ['an object', { a: 1 }],
    ['an empty string', ''],
    ['only spaces', ' \t\u3000'],
    ['65 code points', 'a'.repeat(65)],
    ['65 code points outside the basic plane', '😀'.repeat(65)],
    ['a control character', 'zo\u0007e'],
    ['a C1 control character', 'zo\u0085e'],
    ['NUL', 'zo\0e'],
    ['a line break', 'zo\ne'],
    ['a line separator', 'zo\u2028e'],
    ['a paragraph separator', 'zo\u2029e'],
    ['a direction override', 'zo\u202ee'],
    ['a direction isolate', 'zo\u2066e'],
    ['a direction mark', 'zo\u200ee'],
    ['an Arabic direction mark', 'zo\u061ce'],
    ['a Hangul filler', 'zo\u3164e'],
    ['a half-width Hangul filler', 'zo\uffa0e'],
    ['an empty braille pattern', 'zo\u2800e'],
    ['a lone high surrogate', 'zo\ud83de'],
    ['a lone low surrogate', 'zo\ude00e'],
    ['a replacement character', 'zo\ufffde'],
    ['a noncharacter', 'zo\ufdd0e'],
    ['a noncharacter outside the basic plane', 'zo\u{1fffe}e'],
    ['a musical null notehead', 'zo\u{1d159}e'],
    ['a Khitan filler', 'zo\u{16fe4}e'],
    ['a blank hieroglyph', 'zo\u{13441}e'],
    ['only direction marks', '\u200e\u200f'],
    ['only a zero-width space', '\u200b'],
    ['only zero-width joiners', '\u200d\u200c'],
    ['only a Hangul filler', '\u3164'],
    ['only a variation selector', '\ufe0f'],
    ['only a tag', '\u{e0041}'],
    ['only an empty braille pattern', '\u2800'],
    ['only an annotation mark', '\ufff9'],
    ['only a hieroglyph joiner', '\u{13430}'],
    ['only a soft hyphen', '\u00ad'],
    ['only an accent', '\u0301'],
  ])('is rejected: %s', (_title, username) => {
    expect(wrongFields({ username, digits })).toEqual(['username']);
  });
});

describe('Digits', () => {
  test.each(['00000000', '12345678', '99999999'])('are accepted: %s', (text) => {
    expect(parseEntry({ username: 'zoe', digits: text })).toEqual({ username: 'zoe', digits: text });
  });

  test.each([
    ['seven digits', '1234567'],
    ['nine digits', '123456789'],
    ['a leading space', ' 12345678'],
    ['a trailing line break', '12345678\n'],
    ['a letter', '1234567a'],
    ['a sign', '-1234567'],
    ['Arabic digits', '١٢٣٤٥٦٧٨'],
    ['full-width digits', '１２３４５６７８'],
    ['a number', 12_345_678],
    ['a list', ['12345678']],
    ['undefined', undefined],
  ])('are rejected: %s', (_title, text) => {
    expect(wrongFields({ username: 'zoe', digits: text })).toEqual(['digits']);
  });
});

describe('Entry form', () => {
  test.each([
    ['username', 'zo\u202ee', /character 3, U\+202E RIGHT-TO-LEFT OVERRIDE/],
    ['username', '😀\u200fe', /character 2, U\+200F RIGHT-TO-LEFT MARK/],
    ['username', 'zo\u0007e', /character 3, U\+0007 control character/],
    ['username', 'zo\u3164e', /character 3, U\+3164 HANGUL FILLER/],
    ['digits', '1234\u00a05678', /Character 5 is U\+00A0 NO-BREAK SPACE\.$/],
    ['digits', '12345678\u200b', /Character 9 is U\+200B ZERO WIDTH SPACE\.$/],
    ['digits', '\ufeff12345678', /Character 1 is U\+FEFF ZERO WIDTH NO-BREAK SPACE\.$/],
    ['digits', '12345678\n', /Character 9 is U\+000A LINE FEED\.$/],
    ['digits', '1234567a', /0 to 9\.$/],
  ])(
    'rejects the field %s with the value %j, and names any invisible character in the value',
    (field, value, message) => {
      expect(() => parseEntry({ username: 'zoe', digits, [field]: value })).toThrow(
        expect.objectContaining({ errors: [{ field, message: expect.stringMatching(message) }] }),
      );
    },
  );

  test('reports all invalid fields at once, with one sentence per field', () => {
    expect(() => parseEntry({})).toThrow(
      expect.objectContaining({
        errors: [
          { field: 'username', message: 'Enter a username.' },
          { field: 'digits', message: 'Enter exactly eight digits, 0 to 9.' },
        ],
      }),
    );
  });

  test('ignores unknown fields', () => {
    expect(parseEntry({ username: 'zoe', digits, timestamp: 'x', feed: 'y' })).toEqual({ username: 'zoe', digits });
  });
});
