/** The formats of well-known secrets, with their names for messages. */
const formats: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  // 40 characters of base64. The look-ahead excludes hashes, which have no upper-case letters.
  ['an AWS secret key', /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a Slack token', /\bxox[abprs]-\w{10}/],
  ['a Stripe key', /\b[rs]k_live_\w{10}/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
];

/** A secret in a text: its kind, and the part of the text that may be printed. */
export interface FoundSecret {
  readonly kind: string;
  readonly shown: string;
}

/** Finds a value in the format of a well-known secret. */
export function secretIn(text: string): FoundSecret | undefined {
  const found = formats.find(([, pattern]) => pattern.test(text));
  return found && { kind: found[0], shown: `${text.slice(0, 4)}…` };
}
