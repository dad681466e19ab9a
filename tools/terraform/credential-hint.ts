import { toUserError } from '../aws/aws-error';
import { UserError } from '../shared/user-error';

/** Patterns of Terraform's messages about credentials, each with the name of the equivalent error of the AWS SDK. */
const causes: readonly (readonly [message: RegExp, name: string])[] = [
  [/No valid credential sources found|no EC2 IMDS role found/, 'CredentialsProviderError'],
  [/InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch/, 'InvalidClientTokenId'],
];
const alreadyExplained = /^Your AWS credentials have expired/;

/**
 * Adds to an error about AWS credentials how to plan without credentials, because most new users have no account yet.
 * Returns other errors unchanged.
 */
export function withCredentialHint(error: unknown, environment: string): unknown {
  if (!(error instanceof UserError)) return error;
  const [, name] = causes.find(([message]) => message.test(error.message)) ?? [];
  if (name === undefined && !alreadyExplained.test(error.message)) return error;
  const hint = name && (toUserError(Object.assign(new Error(), { name }), 'plan') as Error).message;
  const offline = `To plan a first deployment without AWS credentials: npm run plan ${environment} -- --offline`;
  return new UserError([error.message, [hint, offline].filter(Boolean).join('\n')].join('\n\n'));
}
