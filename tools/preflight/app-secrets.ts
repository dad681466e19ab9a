import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** A variable of the app whose value is secret, and where the value is stored. */
export interface AppSecret {
  readonly variable: string;
  /** The service that stores the value: `parameter` is Systems Manager, `secret` is Secrets Manager. */
  readonly kind: 'parameter' | 'secret';
  /** The name of the parameter, or the name or ARN of the secret. */
  readonly name: string;
  /** The key whose value is used, if the secret is a JSON object. @default the whole secret */
  readonly key?: string;
  /** The ARN of the customer managed KMS key that encrypts the value. @default the AWS managed key */
  readonly kmsKey?: string;
}

interface Container {
  readonly name: string;
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

interface Document {
  readonly locals?: { readonly secret_keys?: Readonly<Record<string, string>> };
  readonly data?: {
    readonly aws_secretsmanager_secret?: Readonly<Record<string, { readonly name?: string; readonly arn?: string }>>;
  };
}

/** Reads the secret variables of the container `app` from a synthesized stack. */
export function readAppSecrets(stack: SynthesizedStack): AppSecret[] {
  const [definition] = stack.resources('aws_ecs_task_definition');
  const containers = JSON.parse(String(definition?.block.container_definitions ?? '[]')) as Container[];
  const { secrets = [] } = containers.find(({ name }) => name === 'app') ?? {};
  const { data = {}, locals = {} } = stack.document as Document;
  return secrets.map(({ name: variable, valueFrom }) => {
    const kmsKey = locals.secret_keys?.[variable];
    const encryption = kmsKey === undefined ? {} : { kmsKey };
    const [, parameter] = /:parameter(\/.*)$/.exec(valueFrom) ?? [];
    if (parameter !== undefined) return { variable, kind: 'parameter', name: parameter, ...encryption };
    const [, address = '', key] =
      /^\$\{data\.aws_secretsmanager_secret\.(\w+)\.arn\}(?::(.*)::)?$/.exec(valueFrom) ?? [];
    const { name, arn = '' } = data.aws_secretsmanager_secret?.[address] ?? {};
    return { variable, kind: 'secret', name: name ?? arn, ...(key !== undefined && { key }), ...encryption };
  });
}

/**
 * Checks, without reading values, that the parameters and secrets exist and that ECS is allowed to decrypt them.
 * If ECS cannot read one of them, tasks fail to start with a ResourceInitializationError.
 * @throws UserError that lists the parameters and secrets with a problem, and says what to do about each
 */
export async function assertSecretsExist(
  environment: string,
  secrets: readonly AppSecret[],
  aws: AwsClients,
): Promise<void> {
  const problems: string[] = [];
  for (const secret of secrets) {
    const problem = problemOf(environment, secret, await describe(secret, aws));
    if (problem !== undefined) problems.push(`the ${secret.kind} ${secret.name} of ${secret.variable} ${problem}`);
  }
  if (problems.length === 0) return;
  throw new UserError(`Tasks in ${aws.region} would fail to start. Correct this first: ${problems.join('; ')}.`);
}

/** What AWS reports about a parameter or a secret. */
interface Description {
  /** Whether the value is encrypted. */
  readonly isEncrypted: boolean;
  /** The ARN, id or alias of the KMS key. @default the AWS managed key */
  readonly key?: string | undefined;
}

function problemOf(
  environment: string,
  { variable, kmsKey }: AppSecret,
  found: Description | undefined,
): string | undefined {
  const command = `npm run secret ${environment} ${variable}`;
  if (found === undefined) return `does not exist (${command} creates it)`;
  if (!found.isEncrypted) return `is not encrypted (delete it; ${command} creates an encrypted one)`;
  const { key } = found;
  if (key === undefined || /\balias\/aws\//.test(key) || kmsKey?.endsWith(key)) return undefined;
  // An alias does not reveal which key it stands for, so the key cannot be compared with `kmsKey`.
  if (kmsKey !== undefined && /\balias\//.test(key)) return undefined;
  return `is encrypted with the KMS key ${key}, which ECS is not allowed to use (in environments/${environment}.ts, add the key's ARN next to the name: kmsKey: 'arn:aws:kms:…')`;
}

async function describe({ kind, name }: AppSecret, aws: AwsClients): Promise<Description | undefined> {
  if (kind === 'parameter') {
    const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm');
    const filter = { Key: 'Name', Option: 'Equals', Values: [name] };
    const { Parameters = [] } = await (await aws.ssm()).send(
      new DescribeParametersCommand({ ParameterFilters: [filter] }),
    );
    const [parameter] = Parameters;
    return parameter && { isEncrypted: parameter.Type === 'SecureString', key: parameter.KeyId };
  }
  const { DescribeSecretCommand, ResourceNotFoundException } = await import('@aws-sdk/client-secrets-manager');
  try {
    const { DeletedDate, KmsKeyId } = await (await aws.secrets()).send(new DescribeSecretCommand({ SecretId: name }));
    return DeletedDate === undefined ? { isEncrypted: true, key: KmsKeyId } : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw toUserError(error, `look for the secret ${name} (secretsmanager:DescribeSecret)`);
  }
}
