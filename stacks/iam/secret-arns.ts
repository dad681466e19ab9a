import type { Environment } from '../environment';
import type { SecretSource } from '../settings/secret-source';
import type { Permission } from './policy';

/** The ARNs of the app's parameters and secrets, as policies use them. */
interface SecretArns {
  readonly parameters: readonly string[];
  readonly secrets: readonly string[];
  /** The ARNs of the customer managed keys that encrypt the parameters and secrets. */
  readonly keys: readonly string[];
}

/**
 * Returns the ARNs of the parameters and secrets in an environment's file. If the file contains only the name of a secret, the ARN ends
 * with a pattern, because AWS appends a hyphen and six random characters to the name.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resources.html
 */
function secretArns({ app, region }: Environment, accountId: string): SecretArns {
  const sources = Object.values(app?.secrets ?? {});
  const ofSecret = ({ secret }: SecretSource) =>
    secret === undefined || isArn(secret)
      ? secret
      : `arn:aws:secretsmanager:${region}:${accountId}:secret:${secret}-??????`;
  return {
    parameters: unique(
      sources.map(({ parameter }) => parameter && `arn:aws:ssm:${region}:${accountId}:parameter${parameter}`),
    ),
    secrets: unique(sources.map(ofSecret)),
    keys: unique(sources.map(({ kmsKey }) => kmsKey)),
  };
}

/** Returns the permissions to read and decrypt exactly the parameters and secrets in an environment's file. */
export function secretPermissions(environment: Environment, accountId: string): Permission[] {
  const { parameters, secrets, keys } = secretArns(environment, accountId);
  return [
    { actions: ['ssm:GetParameters'], resources: parameters },
    { actions: ['secretsmanager:GetSecretValue'], resources: secrets },
    // Values that an AWS managed key encrypts need no permission: such a key allows every role that can read the value to decrypt it.
    { actions: ['kms:Decrypt'], resources: keys },
  ].filter(({ resources }) => resources.length > 0);
}

/** Whether a setting is an ARN instead of a name. */
export function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => value ?? []))];
}
