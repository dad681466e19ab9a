import type { Environment } from '../environment';
import type { SecretSource } from '../settings/secret-source';
import type { Permission } from './policy';

/** The parameters and secrets of the app, as its policies name them. */
interface SecretArns {
  readonly parameters: readonly string[];
  readonly secrets: readonly string[];
  /** Customer managed keys that encrypt them. */
  readonly keys: readonly string[];
}

/**
 * Returns the ARNs of the parameters and secrets in an environment's file. AWS appends a hyphen and six random characters to the name of a
 * secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resources.html
 */
export function secretArns({ app, region }: Environment, accountId: string): SecretArns {
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
    // AWS managed keys allow every role that can read the value to decrypt it through these services.
    { actions: ['kms:Decrypt'], resources: keys },
  ].filter(({ resources }) => resources.length > 0);
}

/** Whether a setting is an ARN, and not a name. */
export function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => value ?? []))];
}
