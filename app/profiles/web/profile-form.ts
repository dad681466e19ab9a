import {
  forbiddenCharacterError,
  invisibleCharacterError,
  removeInvisible,
  replaceLoneMarks,
} from '../../forms/invisible-characters';
import {
  type Fields,
  nameError,
  normalizeAddress,
  normalizeField,
  normalizeLines,
  normalizePhone,
  normalizeText,
} from '../../forms/text-fields';
import type { FieldError } from '../../http/problem';
import type { ProfileDetails } from '../profile';

/** The result of parsing the fields: the details, or all errors. */
export type ParsedProfile =
  | { readonly details: ProfileDetails; readonly errors: readonly [] }
  | { readonly details: null; readonly errors: readonly FieldError[] };

/** The maximum lengths in code points. SMTP limits email addresses to 254 (RFC 5321, 4.5.3.1.3). */
const maxLengths = { email: 254, phone: 32, about: 2_000 } as const;

/**
 * Parses the fields `name`, `email`, `phone` and `about`, and ignores other fields. Returns errors instead of throwing
 * them, so that they can be reported together with the errors of the file.
 */
export function parseProfile(fields: Fields): ParsedProfile {
  const name = normalizeField(fields.name, normalizeText);
  const email = normalizeField(fields.email, normalizeAddress);
  const phone = normalizeField(fields.phone, normalizePhone);
  const about = normalizeField(fields.about, normalizeLines);
  const errors = [
    { field: 'name', message: nameError(name, 'name') },
    { field: 'email', message: emailError(email, fields.email) },
    { field: 'phone', message: phoneError(phone, fields.phone) },
    { field: 'about', message: aboutError(about) },
  ].filter(({ message }) => message !== '');
  if (errors.length > 0 || !name || !email) return { details: null, errors };
  return { details: { name, email, phone: phone || null, about: about || null }, errors: [] };
}

/** Whether the field `removeFile` is true: as a boolean in JSON, or as the text that a form sends. */
export function shouldRemoveFile({ removeFile }: Fields): boolean {
  return removeFile === true || ['yes', 'on', 'true', '1'].includes(String(removeFile));
}

/**
 * Returns the error message for an email address, or ''. It rejects only text that cannot be an address. Whether an
 * address exists would become known only by sending an email to it.
 */
function emailError(email: string | null, sent: unknown): string {
  if (!email) return 'Enter an e-mail address.';
  // The length is checked first, because the time that the pattern takes grows with the square of the length.
  const isShort = email.length <= maxLengths.email;
  const isAddress = isShort && /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\]]{2,}$/.test(email);
  if (isAddress) return forbiddenCharacterError(email);
  return `Enter one e-mail address, such as ada@example.com. ${hiddenCharacterIn(sent)}`.trim();
}

function phoneError(phone: string | null, sent: unknown): string {
  if (phone === '') return '';
  // The longest international number has 15 digits (E.164).
  const digits = phone?.replace(/\D/g, '').length ?? 0;
  const isNumber = phone !== null && /^\+?[0-9 ()./-]+$/.test(phone) && phone.length <= maxLengths.phone;
  return isNumber && digits >= 5 && digits <= 15
    ? ''
    : `Enter a phone number of 5 to 15 digits, such as +44 20 7946 0000. ${hiddenCharacterIn(sent, /\s/g)}`.trim();
}

/**
 * Returns a sentence about the first invisible character in an email address or a phone number, with its position in
 * the sent text. Returns '' if there is none.
 */
function hiddenCharacterIn(sent: unknown, allowed = /(?!)/g): string {
  return typeof sent === 'string' ? invisibleCharacterError(removeInvisible(sent).trim().replace(allowed, '-')) : '';
}

function aboutError(text: string | null): string {
  if (text === null) return 'Enter the text as a single string.';
  const length = [...text].length;
  if (length > maxLengths.about) return `Use at most ${maxLengths.about} characters; this text has ${length}.`;
  return forbiddenCharacterError(replaceLoneMarks(text).replace(/[\n\t]/g, ' '));
}
