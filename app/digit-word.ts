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

/** The number of digits as a word, such as `eight`. Numbers above twelve are written in digits. */
export const digitWord: string = words[digitCount] ?? String(digitCount);
