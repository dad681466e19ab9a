import { isDigits } from '../../contract';
import { type FieldError, Problem } from '../http/problem';
import { complaintAboutName, type Fields, normalizeName } from '../text-fields';
import { digitWord } from './digit-word';
import type { NewEntry } from './entry';

/**
 * Parses what a client wants to store. Unknown fields are ignored.
 * @throws Problem 422 with every wrong field
 */
export function parseEntry(fields: Fields): NewEntry {
  const username = normalizeName(fields.username);
  const { digits } = fields;
  const errors: FieldError[] = [
    { field: 'username', message: complaintAboutName(username, 'username') },
    { field: 'digits', message: isDigits(digits) ? '' : `Enter exactly ${digitWord} digits, 0 to 9.` },
  ].filter(({ message }) => message !== '');
  if (errors.length > 0 || username === null || !isDigits(digits)) {
    throw new Problem(422, 'Some fields are not as they should be.', { errors });
  }
  return { username, digits };
}
