import {
  findHidden,
  findRefused,
  withoutFormatting,
  withoutLoneMarks,
  withoutRefused,
} from '../../forms/invisible-characters';
import {
  complaintAboutName,
  type Fields,
  normalizeAddress,
  normalizeField,
  normalizeLines,
  normalizePhone,
  normalizeText,
} from '../../forms/text-fields';
import type { FieldError } from '../../http/problem';
import type { ProfileDetails } from '../profile';

/** What has become of the fields: the details, or every wrong field. */
export type ParsedProfile =
  | { readonly details: ProfileDetails; readonly errors: readonly [] }
  | { readonly details: null; readonly errors: readonly FieldError[] };

/** The most code points of each. SMTP has no longer addresses (RFC 5321, 4.5.3.1.3). */
const maxLengths = { email: 254, phone: 32, about: 2_000, fileName: 128 } as const;

/**
 * Parses `name`, `email`, `phone` and `about`. Unknown fields are ignored. It does not throw, so that a wrong file can be
 * told together with wrong fields.
 */
export function parseProfile(fields: Fields): ParsedProfile {
  const name = normalizeField(fields.name, normalizeText);
  const email = normalizeField(fields.email, normalizeAddress);
  const phone = normalizeField(fields.phone, normalizePhone);
  const about = normalizeField(fields.about, normalizeLines);
  const errors = [
    { field: 'name', message: complaintAboutName(name, 'name') },
    { field: 'email', message: complaintAboutEmail(email, fields.email) },
    { field: 'phone', message: complaintAboutPhone(phone, fields.phone) },
    { field: 'about', message: complaintAboutText(about) },
  ].filter(({ message }) => message !== '');
  if (errors.length > 0 || !name || !email) return { details: null, errors };
  return { details: { name, email, phone: phone || null, about: about || null }, errors: [] };
}

/** Whether the file is to go: `removeFile` is JSON's true, or a word that means it. */
export function isFileToGo({ removeFile }: Fields): boolean {
  return removeFile === true || ['yes', 'on', 'true', '1'].includes(String(removeFile));
}

/** What a client calls its file, as it is kept and shown: without folders and invisible characters, 1 to 128 code points. */
export function cleanFileName(name: string): string {
  const bare = withoutRefused(normalizeText(name)).split(/[\\/]/).at(-1) ?? '';
  return [...bare].slice(-maxLengths.fileName).join('').trim() || 'file';
}

/** Only what cannot be an address at all is refused: whether it is one, mail alone can tell. */
function complaintAboutEmail(email: string | null, sent: unknown): string {
  if (!email) return 'Enter an e-mail address.';
  const isAddress = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@<>(),;:"\\[\]]{2,}$/.test(email);
  const isShort = email.length <= maxLengths.email;
  if (isAddress && isShort) return findRefused(email);
  return `Enter one e-mail address, such as ada@example.com. ${hiddenIn(sent)}`.trim();
}

function complaintAboutPhone(phone: string | null, sent: unknown): string {
  if (phone === '') return '';
  // The longest international number has 15 digits (E.164).
  const digits = phone?.replace(/\D/g, '').length ?? 0;
  const isNumber = phone !== null && /^\+?[0-9 ()./-]+$/.test(phone) && phone.length <= maxLengths.phone;
  return isNumber && digits >= 5 && digits <= 15
    ? ''
    : `Enter a phone number of 5 to 15 digits, such as +44 20 7946 0000. ${hiddenIn(sent, /\s/g)}`.trim();
}

/** Names a character of a field that cannot be seen and is not removed either, as it was sent. */
function hiddenIn(sent: unknown, allowed = /(?!)/g): string {
  return typeof sent === 'string' ? findHidden(withoutFormatting(sent).trim().replace(allowed, '-')) : '';
}

function complaintAboutText(text: string | null): string {
  if (text === null) return 'Enter one text.';
  const length = [...text].length;
  if (length > maxLengths.about) return `Use at most ${maxLengths.about} characters; this has ${length}.`;
  return findRefused(withoutLoneMarks(text).replace(/[\n\t]/g, ' '));
}
