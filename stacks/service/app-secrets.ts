import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { isArn } from '../iam/app-secrets';

/**
 * The secrets of the app by the names of their variables, each as `valueFrom` of the container. ECS needs the complete ARN of a secret, with
 * its random end, so a data source looks it up. It reads no value, and fails the plan if there is no such secret.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function defineAppSecrets(
  scope: Construct,
  { app, region }: Environment,
  accountId: string,
): Record<string, string> {
  const found = new Map<string, string>();
  const lookUp = (secret: string, variable: string) => {
    const data = new DataAwsSecretsmanagerSecret(
      scope,
      `secret-${variable}`,
      isArn(secret) ? { arn: secret } : { name: secret },
    );
    found.set(secret, data.arn);
    return data.arn;
  };
  const values = Object.entries(app?.secrets ?? {}).map(([variable, { parameter, secret = '', key }]) => {
    if (parameter !== undefined) return [variable, `arn:aws:ssm:${region}:${accountId}:parameter${parameter}`];
    const arn = found.get(secret) ?? lookUp(secret, variable);
    return [variable, key === undefined ? arn : `${arn}:${key}::`];
  });
  return Object.fromEntries(values);
}
