import { digitCount } from '../../contract';

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** The number of digits as texts write it: `eight`, and numerals above twelve. */
export const digitWord: string = words[digitCount] ?? String(digitCount);
