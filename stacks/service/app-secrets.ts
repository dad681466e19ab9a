import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { Fn, Op, TerraformLocal, TerraformSelf, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { isArn } from '../iam/secret-arns';
import type { ParameterSource, SecretsManagerSource } from '../settings/secret-source';

/** A variable of the app, and the place that stores its value. */
interface SecretVariable<Source> {
  readonly scope: Construct;
  readonly environment: Environment;
  readonly variable: string;
  readonly source: Source;
}

/**
 * Returns where ECS finds each secret of the app (`valueFrom`), by the name of the variable. The plan fails if a parameter or a secret does
 * not exist, but does not read the secret values.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function defineAppSecrets(
  scope: Construct,
  environment: Environment,
  accountId: string,
): Record<string, string> {
  const sources = Object.entries(environment.app?.secrets ?? {});
  const found = new Map<string, string>();
  const arnOf = (name: string, find: () => string) => {
    const arn = found.get(name) ?? find();
    found.set(name, arn);
    return arn;
  };
  const values = sources.map(([variable, source]) => {
    if (source.parameter !== undefined) {
      const { parameter } = source;
      const arn = `arn:aws:ssm:${environment.region}:${accountId}:parameter${parameter}`;
      arnOf(parameter, () => requireParameter({ scope, environment, variable, source }, arn));
      return [variable, arn];
    }
    const arn = arnOf(source.secret, () => lookUpSecret({ scope, environment, variable, source }));
    return [variable, source.key === undefined ? arn : `${arn}:${source.key}::`];
  });
  recordKeys(scope, environment);
  return Object.fromEntries(values);
}

/**
 * Makes the plan fail if a parameter does not exist. It uses an ephemeral resource, which is stored neither in the plan nor in the state.
 * Without decryption, AWS returns only the encrypted value. With a postcondition in the resource, `terraform show -json` of Terraform 1.11
 * would crash. cdktf has no class for ephemeral resources.
 * @returns the ARN
 */
function requireParameter({ scope, variable }: SecretVariable<ParameterSource>, arn: string): string {
  const address = `ephemeral.aws_ssm_parameter.app_secret_${variable}`;
  TerraformStack.of(scope).addOverride(address, { arn, with_decryption: false });
  return arn;
}

/**
 * Looks up the complete ARN of a secret, including the random suffix. ECS needs the complete ARN. The plan fails if the secret does not
 * exist, or is encrypted with a key that the roles cannot use.
 */
function lookUpSecret({ scope, variable, source }: SecretVariable<SecretsManagerSource>): string {
  const { secret, kmsKey } = source;
  const data = new DataAwsSecretsmanagerSecret(
    scope,
    `secret-${variable}`,
    isArn(secret) ? { arn: secret } : { name: secret },
  );
  if (kmsKey === undefined) {
    const key = TerraformSelf.getString('kms_key_id');
    data.lifecycle = {
      postcondition: [
        {
          // `kms_key_id` is empty or null if the AWS managed key encrypts the secret.
          condition: Fn.try([Op.or(Fn.contains([''], key), Fn.endswith(key, 'alias/aws/secretsmanager')), true]),
          errorMessage: `app.secrets.${variable}: the secret ${secret} is encrypted with a customer managed KMS key, which ECS cannot use. Write the key's ARN beside the secret's name: kmsKey: 'arn:aws:kms:…'.`,
        },
      ],
    };
  }
  return data.arn;
}

/**
 * Records the ARNs of the customer managed keys in the synthesized JSON, for `npm run secret` and `npm run doctor`. Terraform does not use
 * the record.
 */
function recordKeys(scope: Construct, { app }: Environment): void {
  const keys = Object.entries(app?.secrets ?? {}).flatMap(([variable, { kmsKey }]) =>
    kmsKey ? [[variable, kmsKey]] : [],
  );
  if (keys.length > 0) new TerraformLocal(TerraformStack.of(scope), 'secret-keys', Object.fromEntries(keys));
}
