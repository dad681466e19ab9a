import { unquoted, words } from '../../../../tools/image/dockerfile/dockerfile-words';
import { NeedsEngine } from '../../../../tools/image/dockerfile/needs-engine';

const variables: Readonly<Record<string, string>> = {
  A: 'a',
  PATH: '/bin',
  WINDOWS: 'C:\\new',
  SPACED: 'two words',
  EMPTY: '',
};
const lookup = (name: string) => variables[name];

describe('Parser of Dockerfile words', () => {
  it.each([
    ['one two', ['one', 'two']],
    ['  one\ttwo  ', ['one', 'two']],
    ['A=1 B="two words" C=\'three words\'', ['A=1', 'B=two words', 'C=three words']],
    ['a"b c"d', ['ab cd']],
    ['a\\ b c', ['a b', 'c']],
    ['"say \\"hello\\""', ['say "hello"']],
    ['', []],
  ])('splits %j at spaces outside quotes', (text, expected) => {
    expect(words(text, lookup)).toEqual(expected);
  });

  it.each([
    ['$A', 'a'],
    [`\${A}b`, 'ab'],
    ['"$A"', 'a'],
    ["'$A'", '$A'],
    ['\\$A', '$A'],
    ['"\\$A"', '$A'],
    ['/x:$PATH', '/x:/bin'],
    ['$UNKNOWN', ''],
    ['$', '$'],
    ['$SPACED', 'two words'],
    ['$WINDOWS', 'C:\\new'],
  ])('replaces the variables in %s: "%s"', (text, expected) => {
    expect(words(text, lookup)).toEqual([expected]);
  });

  it.each([
    [`\${A:-other}`, 'a'],
    [`\${UNKNOWN:-other}`, 'other'],
    [`\${EMPTY:-other}`, 'other'],
    [`\${EMPTY-other}`, ''],
    [`\${UNKNOWN-other}`, 'other'],
    [`\${UNKNOWN:-two words}`, 'two words'],
    [`\${A:+other}`, 'other'],
    [`\${EMPTY:+other}`, ''],
    [`\${EMPTY+other}`, 'other'],
    [`\${UNKNOWN+other}`, ''],
  ])('replaces %s with "%s"', (text, expected) => {
    expect(words(text, lookup)).toEqual([expected]);
  });

  it.each([
    ['a\\nb', 'anb'],
    ['"a\\nb"', 'a\\nb'],
    ['"a\\\\b"', 'a\\b'],
    ["'a\\nb'", 'a\\nb'],
  ])('removes only backslashes that escape a character: from %s to "%s"', (text, expected) => {
    expect(words(text, lookup)).toEqual([expected]);
  });

  it('keeps the spaces in a value that is not split into words', () => {
    expect(unquoted('$A "b  c" d', lookup)).toBe('a b  c d');
  });

  it.each([`\${A#a}`, `\${A%a}`, `\${A/a/b}`, `\${A:?message}`, `\${A:-\${B}}`])(
    'rejects %s, which only a container engine can replace',
    (text) => {
      expect(() => words(text, lookup)).toThrow(expect.any(NeedsEngine));
    },
  );
});
