import * as v from 'valibot';

/**
 * An address that AWS can send mail to: valibot's `email()` refuses the apostrophe of `o'neil@example.com`, and its `rfcEmail()` accepts
 * `alarms@localhost`. RFC 5321 allows 64 characters before the @, and 254 in all.
 */
const emailAddress = v.pipe(v.string(), v.rfcEmail(), v.maxLength(254), v.regex(/^.{1,64}@.+\.[a-z]{2,}$/i));

/** Whether a text can be an email address. Only a mail that the recipient confirms shows that it is one. */
export function isEmailAddress(text: string): boolean {
  return v.is(emailAddress, text);
}
