/** The formats of well-known secrets, each with the words that describe the secret in a message. */
const formats: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  // 40 characters of base64. The look-ahead excludes hexadecimal hashes, which contain no upper-case letters.
  ['an AWS secret key', /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/],
  ['a GitHub token', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ['a private key', /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/],
  ['a Slack token', /\bxox[abprs]-\w{10}/],
  ['a Stripe key', /\b[rs]k_live_\w{10}/],
  // Keys of OpenAI and of Anthropic. The look-ahead excludes lower-case names, such as sk-eu-central-staging-bucket.
  ['an API key that begins with sk-', /(?<![\w-])sk-(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20}/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  // Two JSON objects in base64url (the header and the payload), and a signature.
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
];

/** Matches the end of a variable name that denotes a secret, such as DB_PASSWORD and apiKey. */
const secretName = /(PASSWORD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS)$/i;
/** Matches names of public keys, such as STRIPE_PUBLISHABLE_API_KEY. Public keys are not secrets. */
const publicName = /PUBLIC|PUBLISHABLE/i;
/** Matches values of switches and limits, such as `true` in REQUIRE_PASSWORD=true and `4096` in MAX_TOKEN=4096. These are not secrets. */
const plainValue = /^(true|false|on|off|yes|no|none|required|optional|\d{1,4})?$/i;

/** A detected secret: its kind, and its first characters, which messages may show. */
export interface FoundSecret {
  readonly kind: string;
  readonly shown: string;
}

/**
 * Finds a secret in the text by its format.
 * @returns undefined if the text contains none of the well-known formats
 */
export function secretIn(text: string): FoundSecret | undefined {
  const found = formats.find(([, pattern]) => pattern.test(text));
  return found && { kind: found[0], shown: `${text.slice(0, 4)}…` };
}

/** Whether a variable is a secret according to its name. The value matters too: a switch or a small number is not a secret. */
export function isNamedAsSecret(name: string, value: string): boolean {
  return secretName.test(name) && !publicName.test(name) && !plainValue.test(value);
}

/**
 * Returns a value as JSON. Each string that contains a secret is truncated to four characters, because messages remain in the CI log.
 * @returns undefined if the value is undefined
 */
export function withoutSecrets(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? (secretIn(part)?.shown ?? part) : part,
  );
}
