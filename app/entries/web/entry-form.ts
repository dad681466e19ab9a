import { isDigits } from '../../../contract';
import { digitWord } from '../../digit-word';
import { invisibleCharacterError } from '../../forms/invisible-characters';
import { type Fields, nameError, normalizeField, normalizeText } from '../../forms/text-fields';
import { type FieldError, Problem } from '../../http/problem';
import type { NewEntry } from '../entry';

/**
 * Parses the fields of a new entry. Unknown fields are ignored.
 * @throws Problem 422 with all invalid fields
 */
export function parseEntry(fields: Fields): NewEntry {
  const username = normalizeField(fields.username, normalizeText);
  const { digits } = fields;
  const errors: FieldError[] = [
    { field: 'username', message: nameError(username, 'username') },
    { field: 'digits', message: digitsError(digits) },
  ].filter(({ message }) => message !== '');
  if (errors.length > 0 || username === null || !isDigits(digits)) {
    throw new Problem(422, 'Some fields are invalid.', { errors });
  }
  return { username, digits };
}

/**
 * Returns the error message for the digits, or '' if they are valid. Pasted digits may contain an invisible character.
 * The app does not remove it, so the message mentions it.
 */
function digitsError(digits: unknown): string {
  if (isDigits(digits)) return '';
  const hidden = typeof digits === 'string' ? invisibleCharacterError(digits) : '';
  return `Enter exactly ${digitWord} digits, 0 to 9. ${hidden}`.trim();
}
