import { parseByteRange } from '../../../../app/profiles/web/byte-range';

describe('parseByteRange for a file of 100 bytes', () => {
  test.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=0-99', { first: 0, last: 99 }],
    ['bytes=10-', { first: 10, last: 99 }],
    ['bytes=90-200', { first: 90, last: 99 }],
    ['bytes=-1', { first: 99, last: 99 }],
    ['bytes=-200', { first: 0, last: 99 }],
    ['Bytes= 5-6 ', { first: 5, last: 6 }],
  ])('returns the range of %s', (text, range) => {
    expect(parseByteRange(text, 100)).toEqual(range);
  });

  test.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])(
    "returns 'unsatisfiable' for %s",
    (text) => {
      expect(parseByteRange(text, 100)).toBe('unsatisfiable');
    },
  );

  test.each([
    undefined,
    '',
    'bytes',
    'kilobytes=0-1',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=0-1,3-4',
    'items=0-1',
    'bytes=--1',
  ])('returns null, which means the whole file, for %s', (text) => {
    expect(parseByteRange(text, 100)).toBeNull();
  });
});
