import { digitCount } from '../contract';

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

/** The number of digits as a word, such as `eight`; above twelve as a number. */
export const digitWord: string = words[digitCount] ?? String(digitCount);
