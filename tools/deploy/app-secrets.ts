import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** A secret variable of the app, and the place of its value. */
export interface AppSecret {
  readonly variable: string;
  /** `parameter` in Systems Manager, or `secret` in Secrets Manager. */
  readonly kind: 'parameter' | 'secret';
  /** The name; for a secret the name or the ARN. */
  readonly name: string;
  /** The key in the JSON object of a secret. @default none */
  readonly key?: string;
}

interface Container {
  readonly name: string;
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

interface DataSources {
  readonly data?: {
    readonly aws_secretsmanager_secret?: Readonly<Record<string, { readonly name?: string; readonly arn?: string }>>;
  };
}

/** Reads the secret variables of the container `app` from a synthesized stack. */
export function readAppSecrets(stack: SynthesizedStack): AppSecret[] {
  const [definition] = stack.resources('aws_ecs_task_definition');
  const containers = JSON.parse(String(definition?.block.container_definitions ?? '[]')) as Container[];
  const { secrets = [] } = containers.find(({ name }) => name === 'app') ?? {};
  const { data = {} } = stack.document as DataSources;
  return secrets.map(({ name: variable, valueFrom }) => {
    const [, parameter] = /:parameter(\/.*)$/.exec(valueFrom) ?? [];
    if (parameter !== undefined) return { variable, kind: 'parameter', name: parameter };
    const [, address = '', key] =
      /^\$\{data\.aws_secretsmanager_secret\.(\w+)\.arn\}(?::(.*)::)?$/.exec(valueFrom) ?? [];
    const { name, arn = '' } = data.aws_secretsmanager_secret?.[address] ?? {};
    return { variable, kind: 'secret', name: name ?? arn, ...(key !== undefined && { key }) };
  });
}

/**
 * Checks that the parameters and secrets exist, without reading their values. Otherwise tasks fail to start, with a ResourceInitializationError.
 * @throws UserError that names those that do not exist
 */
export async function assertSecretsExist(
  environment: string,
  secrets: readonly AppSecret[],
  aws: AwsClients,
): Promise<void> {
  const missing: AppSecret[] = [];
  for (const secret of secrets) if (!(await exists(secret, aws))) missing.push(secret);
  if (missing.length === 0) return;
  const lines = missing.map(
    ({ variable, kind, name }) => `the ${kind} ${name} of ${variable} (npm run secret ${environment} ${variable})`,
  );
  throw new UserError(
    `These do not exist in ${aws.region}, so tasks could not start: ${lines.join(', ')}. Create them.`,
  );
}

async function exists({ kind, name }: AppSecret, aws: AwsClients): Promise<boolean> {
  if (kind === 'parameter') {
    const { DescribeParametersCommand } = await import('@aws-sdk/client-ssm');
    const filter = { Key: 'Name', Option: 'Equals', Values: [name] };
    const { Parameters = [] } = await (await aws.ssm()).send(
      new DescribeParametersCommand({ ParameterFilters: [filter] }),
    );
    return Parameters.length > 0;
  }
  const { DescribeSecretCommand, ResourceNotFoundException } = await import('@aws-sdk/client-secrets-manager');
  try {
    const { DeletedDate } = await (await aws.secrets()).send(new DescribeSecretCommand({ SecretId: name }));
    return DeletedDate === undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw toUserError(error, `look for the secret ${name} (secretsmanager:DescribeSecret)`);
  }
}
