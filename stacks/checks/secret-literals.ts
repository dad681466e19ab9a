/** The formats of well-known secrets, with their names for messages. */
const formats: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  // 40 characters of base64. The look-ahead excludes hashes, which have no upper-case letters.
  ['an AWS secret key', /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a Slack token', /\bxox[abprs]-\w{10}/],
  ['a Stripe key', /\b[rs]k_live_\w{10}/],
  // Keys of OpenAI and of Anthropic. The look-ahead excludes names in lower case, such as sk-eu-central-staging-bucket.
  ['an API key that begins with sk-', /(?<![\w-])sk-(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20}/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  // A header and a payload in base64url, both JSON objects, and a signature.
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
];

/** The ends of names for secrets, such as DB_PASSWORD and apiKey. */
const secretName = /(PASSWORD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS)$/i;
/** Public keys, such as STRIPE_PUBLISHABLE_API_KEY, are no secrets. */
const publicName = /PUBLIC|PUBLISHABLE/i;
/** Switches and limits, such as REQUIRE_PASSWORD=true and MAX_TOKEN=4096. */
const plainValue = /^(true|false|on|off|yes|no|none|required|optional|\d{1,4})?$/i;

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

/** Whether the name of a variable says that this value is a secret. */
export function isNamedAsSecret(name: string, value: string): boolean {
  return secretName.test(name) && !publicName.test(name) && !plainValue.test(value);
}

/** Returns a value as JSON, without the secrets that it contains, because they would remain in the CI log; undefined without a value. */
export function withoutSecrets(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? (secretIn(part)?.shown ?? part) : part,
  );
}
