import { isDigits } from '../../contract';
import { findHidden } from '../forms/invisible-characters';
import { complaintAboutName, type Fields, normalizeField, normalizeText } from '../forms/text-fields';
import { type FieldError, Problem } from '../http/problem';
import { digitWord } from './digit-word';
import type { NewEntry } from './entry';

/**
 * Parses the fields of a new entry. Unknown fields are ignored.
 * @throws Problem 422 with all invalid fields
 */
export function parseEntry(fields: Fields): NewEntry {
  const username = normalizeField(fields.username, normalizeText);
  const { digits } = fields;
  const errors: FieldError[] = [
    { field: 'username', message: complaintAboutName(username, 'username') },
    { field: 'digits', message: complaintAboutDigits(digits) },
  ].filter(({ message }) => message !== '');
  if (errors.length > 0 || username === null || !isDigits(digits)) {
    throw new Problem(422, 'Some fields are invalid.', { errors });
  }
  return { username, digits };
}

/**
 * Digits are neither trimmed nor converted, so the message mentions invisible characters that were pasted with them.
 */
function complaintAboutDigits(digits: unknown): string {
  if (isDigits(digits)) return '';
  const hidden = typeof digits === 'string' ? findHidden(digits) : '';
  return `Enter exactly ${digitWord} digits, 0 to 9. ${hidden}`.trim();
}
