import { UserError } from '../shared/user-error';

/** Match the error names and messages that AWS services and Terraform use for expired credentials. */
const expired = [
  /\b(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired|SSOTokenProviderFailure)\b/,
  /token (included in the request )?(is|has) expired/i,
  /session (associated|has) .*expired|SSO session|cached SSO token/i,
];
const invalid = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'AuthFailure',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
]);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AccessDeniedError']);
/** The codes of a failed connection. The SDK reports the code in the error's `code`, its `name` or its message. */
const unreachable = /\b(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH|TimeoutError)\b/;

/**
 * Turns an error of the AWS SDK into a UserError that says what to do. Returns other errors unchanged.
 * @param action what the command attempted, as an infinitive such as `read the service`
 */
export function toUserError(error: unknown, action: string): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
  const { name, message } = error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const expiry = expiredCredentials(`${name}: ${message}`);
  if (expiry !== undefined) return new UserError(expiry);
  if (error instanceof UserError) return error;
  if (name === 'CredentialsProviderError' || /could not load credentials/i.test(message)) {
    const { AWS_PROFILE } = process.env;
    if (AWS_PROFILE) {
      return new UserError(
        `The profile "${AWS_PROFILE}" (AWS_PROFILE) has no valid AWS credentials: ${message} Correct the name, or log in with \`aws sso login --profile ${AWS_PROFILE}\`.`,
      );
    }
    return new UserError(
      `There are no AWS credentials. Log in with \`aws sso login\` or \`aws configure\`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
    );
  }
  if (invalid.has(name)) {
    return new UserError(`AWS does not accept your credentials (${name}). ${renewal()}`);
  }
  if (denied.has(name)) return new UserError(`Your AWS credentials do not allow this command to ${action}: ${message}`);
  const [unreachableCode] = unreachable.exec(`${code} ${name} ${message}`) ?? [];
  if (unreachableCode !== undefined) {
    return new UserError(
      `AWS is not responding (${unreachableCode}), so this command could not ${action}. Check the network.`,
    );
  }
  if ('$fault' in error) return new UserError(`AWS could not ${action}: ${message || name} (${name})`);
  return error;
}

/**
 * Returns a message that the credentials have expired and how to renew them.
 * @param error the text of an error, from the SDK or from Terraform
 * @returns undefined for other errors
 */
export function expiredCredentials(error: string): string | undefined {
  if (!expired.some((form) => form.test(error))) return undefined;
  return `Your AWS credentials have expired. ${renewal()}`;
}

/** Returns a sentence that says how to renew the credentials: by setting environment variables, or by logging in. */
function renewal(): string {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID } = process.env;
  if (AWS_ACCESS_KEY_ID)
    return 'Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary credentials, AWS_SESSION_TOKEN to new values.';
  return `Renew them with: aws sso login${AWS_PROFILE ? ` --profile ${AWS_PROFILE}` : ''} (or aws login, or the tool that provided the credentials)`;
}
