import * as v from 'valibot';

/**
 * The schema of an email address. valibot's `email()` would reject the apostrophe in `o'neil@example.com`. Without the regular expression,
 * `rfcEmail()` would accept `alarms@localhost`. RFC 5321 allows 64 characters before the @, and 254 in total.
 */
const emailAddress = v.pipe(v.string(), v.rfcEmail(), v.maxLength(254), v.regex(/^.{1,64}@.+\.[a-z]{2,}$/i));

/** Whether a string has the format of an email address. This does not show that the address exists. */
export function isEmailAddress(text: string): boolean {
  return v.is(emailAddress, text);
}
