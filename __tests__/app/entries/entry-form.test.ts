import { parseEntry } from '../../../app/entries/entry-form';
import { Problem } from '../../../app/http/problem';

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

describe('a username may be', () => {
  test.each([
    ['of any script', 'Zoë 子轩 Ольга أحمد नेहा', undefined],
    ['one code point', 'z', undefined],
    ['64 code points outside the basic plane', '😀'.repeat(64), undefined],
    ['joined emoji', '👩‍👩‍👧', undefined],
    ['joined letters', 'می‌خواهم', undefined],
    ['a symbol', '+', undefined],
    ['an Arabic number sign', '\u0600', undefined],
    ['a Kaithi number sign', '\u{110bd}', undefined],
    ['an enclosing circle', '\u20dd', undefined],
    ['surrounded by space, which is cut off', ' \t zoe\u00a0\u2003\n', 'zoe'],
    ['decomposed, which is composed', 'Zoe\u0308', 'Zo\u00eb'],
    ['64 code points once composed', 'e\u0301'.repeat(64), '\u00e9'.repeat(64)],
    ['with a soft hyphen, which is removed', 'zo\u00ade', 'zoe'],
    ['with a zero-width space, which is removed', 'zo\u200be', 'zoe'],
    ['after a byte order mark, which is removed', '\ufeff zoe', 'zoe'],
    ['with a word joiner, which is removed', 'zo\u2060e', 'zoe'],
    ['with joiners that join nothing, which are removed', 'z\u200do\u200ce', 'zoe'],
    ['with variation selectors that hide a text, which are removed', 'z\ufe01\u{e0145}oe', 'zoe'],
    ['with tags that hide a text, which are removed', 'zoe\u{e0041}\u{e0042}', 'zoe'],
    ['with a no-break space and a no-break hyphen, which become ordinary', 'Jean\u2011Luc\u00a0P', 'Jean-Luc P'],
    ['with an ideographic space', '山田\u3000太郎', undefined],
    ['an emoji with a variation selector', '❤\ufe0f', undefined],
    ['an emoji with a second variation selector, which is removed', '❤\ufe0f\ufe0f', '❤\ufe0f'],
    ['a flag made of tags', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}', undefined],
    ['a variant of a Han character', '葛\u{e0100}', undefined],
    ['a conjunct with a joiner', 'क्\u200dष', undefined],
    ['Khmer with marked breaks', 'ខ្មែរ\u200bកម្ពុជា', undefined],
    ['old Korean with a filler', '\u115f\u1161', undefined],
    ['braille with an empty pattern', '⠵\u2800⠕', undefined],
    ['with spaces of any width, which become ordinary', 'a\u2000b\u2009c\u200ad\u205fe\u1680f', 'a b c d e f'],
    ['between marks of direction, which are removed', '\u200eAda\u200f', 'Ada'],
    ['between spaces and marks of direction, which are removed', ' \u200f \u061cAda \u200e\u00a0', 'Ada'],
    ['a flag after which tags hide a text, which are removed', `${england}\u{e0061}\u{e0062}`, england],
    ['a flag of England', england, undefined],
    ['a black flag with tags of no flag, which are removed', '🏴\u{e0061}\u{e0062}\u{e007f}', '🏴'],
    ['a digit with variation selectors, which are removed', 'u1\u{e0100}\ufe0e\u180b2\ufe0f', 'u12'],
    ['a sign with a variation selector, which is removed', '$\u{e0155}+\ufe00★\ufe0f', '$+★'],
    ['a key of a telephone', '1\ufe0f\u20e3', undefined],
    ['an emoji with a variation selector that it has anyway, which is removed', '😀\ufe0f', '😀'],
    ['an emoji in the style of text', '☎\ufe0e', undefined],
    ['joined emoji with a variation selector', '❤\ufe0f\u200d🔥', undefined],
    ['emoji of a skin colour that are joined', '👩🏽\u200d🚀', undefined],
    ['a digit that is joined to an emoji, which it is not', '1\ufe0f\u200d😀', '1😀'],
    ['Mongolian with a variant', 'ᠠ\u180b', undefined],
    ['Persian with a non-joiner at its end, which is removed', 'می\u200c', 'می'],
    ['Persian with a non-joiner before a space, which is removed', 'می\u200c خواهم', 'می خواهم'],
    ['Persian with a non-joiner where nothing joins, which is removed', 'ر\u200cضا', 'رضا'],
    ['Persian with two non-joiners, which are removed', 'می\u200c\u200cخواهم', 'میخواهم'],
    ['Arabic with a joiner at its end', 'ه\u200d', undefined],
    ['Hindi with a joiner that makes no conjunct, which is removed', 'क\u200dष', 'कष'],
    ['Hindi with a non-joiner after a virama', 'क्\u200cष', undefined],
    ['Bengali with a joiner before a virama', 'র\u200d্যা', undefined],
    ['Malayalam with a joiner at its end', 'അവന്\u200d', undefined],
    ['Thai with a marked break at its end, which is removed', 'ไทย\u200b', 'ไทย'],
    ['Thai with a marked break', 'ไทย\u200bไทย', undefined],
    ['with a hieroglyph joiner, which is removed', 'Ada\u{13430}\u{13430}', 'Ada'],
    ['joined hieroglyphs', '\u{13000}\u{13430}\u{13437}\u{13001}\u{13431}\u{13002}\u{13438}', undefined],
    ['64 code points between spaces', ` ${'a'.repeat(64)} `, 'a'.repeat(64)],
  ])('%s', (_title, username, stored = username) => {
    expect(parseEntry({ username, digits }).username).toBe(stored);
  });
});

describe('a username may not be', () => {
  test.each([
    ['missing', undefined],
    ['null', null],
    ['a number', 5],
    ['a list', ['zoe']],
    ['an object', { a: 1 }],
    ['empty', ''],
    ['space alone', ' \t\u3000'],
    ['65 code points', 'a'.repeat(65)],
    ['65 code points outside the basic plane', '😀'.repeat(65)],
    ['with a control character', 'zo\u0007e'],
    ['with a C1 control character', 'zo\u0085e'],
    ['with NUL', 'zo\0e'],
    ['with a line break', 'zo\ne'],
    ['with a line separator', 'zo\u2028e'],
    ['with a paragraph separator', 'zo\u2029e'],
    ['with a direction override', 'zo\u202ee'],
    ['with a direction isolate', 'zo\u2066e'],
    ['with a direction mark', 'zo\u200ee'],
    ['with an Arabic direction mark', 'zo\u061ce'],
    ['with a Hangul filler', 'zo\u3164e'],
    ['with a half-width Hangul filler', 'zo\uffa0e'],
    ['with empty braille', 'zo\u2800e'],
    ['with a lone high surrogate', 'zo\ud83de'],
    ['with a lone low surrogate', 'zo\ude00e'],
    ['with a replacement character', 'zo\ufffde'],
    ['with a noncharacter', 'zo\ufdd0e'],
    ['with a noncharacter outside the basic plane', 'zo\u{1fffe}e'],
    ['with a musical null notehead', 'zo\u{1d159}e'],
    ['with a Khitan filler', 'zo\u{16fe4}e'],
    ['with a blank hieroglyph', 'zo\u{13441}e'],
    ['marks of direction alone', '\u200e\u200f'],
    ['zero-width space alone', '\u200b'],
    ['zero-width joiners alone', '\u200d\u200c'],
    ['a Hangul filler alone', '\u3164'],
    ['a variation selector alone', '\ufe0f'],
    ['a tag alone', '\u{e0041}'],
    ['empty braille alone', '\u2800'],
    ['an annotation mark alone', '\ufff9'],
    ['a hieroglyph joiner alone', '\u{13430}'],
    ['a soft hyphen alone', '\u00ad'],
    ['an accent alone', '\u0301'],
  ])('%s', (_title, username) => {
    expect(wrongFields({ username, digits })).toEqual(['username']);
  });
});

test.each(['00000000', '12345678', '99999999'])('%s are eight digits', (text) => {
  expect(parseEntry({ username: 'zoe', digits: text })).toEqual({ username: 'zoe', digits: text });
});

test.each([
  ['seven digits', '1234567'],
  ['nine digits', '123456789'],
  ['space before', ' 12345678'],
  ['a line break after', '12345678\n'],
  ['a letter', '1234567a'],
  ['a sign', '-1234567'],
  ['Arabic digits', '١٢٣٤٥٦٧٨'],
  ['full-width digits', '１２３４５６７８'],
  ['a number', 12_345_678],
  ['a list', ['12345678']],
  ['nothing', undefined],
])('%s are refused as digits', (_title, text) => {
  expect(wrongFields({ username: 'zoe', digits: text })).toEqual(['digits']);
});

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
])('the message about %s names what cannot be seen in %j', (field, value, message) => {
  expect(() => parseEntry({ username: 'zoe', digits, [field]: value })).toThrow(
    expect.objectContaining({ errors: [{ field, message: expect.stringMatching(message) }] }),
  );
});

test('all wrong fields are named at once, each with a sentence', () => {
  expect(() => parseEntry({})).toThrow(
    expect.objectContaining({
      errors: [
        { field: 'username', message: 'Enter a username.' },
        { field: 'digits', message: 'Enter exactly eight digits, 0 to 9.' },
      ],
    }),
  );
});

test('unknown fields are ignored', () => {
  expect(parseEntry({ username: 'zoe', digits, timestamp: 'x', feed: 'y' })).toEqual({ username: 'zoe', digits });
});
