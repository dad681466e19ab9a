import { databaseName } from '../../contract';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** The names of the AWS resources through which a command finds and reaches the database of an environment. */
export interface DatabaseNames {
  /** The name of the SSM parameter that contains the host name of the database. */
  readonly endpointParameter: string;
  /** The name of the SSM parameter that contains the ARN of the master user's secret. */
  readonly secretParameter: string;
  /** The `Name` tag of the EC2 instances through which the database can be reached. */
  readonly instanceName: string;
}

/** How to log in to a database. */
export interface DatabaseCredentials {
  readonly host: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** A database to use instead of the environment's own, such as a restored one. */
export interface OtherDatabase {
  /** The host name of the database to use. @default the host name of the environment's database */
  readonly endpoint?: string | undefined;
  /** The name or ARN of the secret with the user name and the password. @default the secret of the environment's database */
  readonly secret?: string | undefined;
}

/**
 * Returns the names in an environment's stack that are needed to find and reach its database.
 * @throws UserError if the environment has no database
 */
export function findDatabase({ name, stack }: SynthesizedEnvironment): DatabaseNames {
  const parameter = (end: string) =>
    stack
      .resources('aws_ssm_parameter')
      .map(({ block }) => String(block.name))
      .find((found) => found.endsWith(end));
  const endpointParameter = parameter('/database/endpoint');
  const secretParameter = parameter('/database/secret');
  const instanceName = instanceNameIn(stack);
  if (!endpointParameter || !secretParameter || !instanceName) {
    throw new UserError(`${name} has no database, because environments/${name}.ts does not set \`profiles\`.`);
  }
  return { endpointParameter, secretParameter, instanceName };
}

/** Returns the `Name` tag of the container instances or, if there are none, of the bastion. */
function instanceNameIn(stack: SynthesizedStack): string | undefined {
  const [group] = stack.resources('aws_autoscaling_group');
  const [instance] = stack.resources('aws_instance');
  const tags = (group?.block.tag ?? []) as readonly { readonly key: string; readonly value: string }[];
  return tags.find(({ key }) => key === 'Name')?.value ?? (instance?.block.tags as { Name?: string } | undefined)?.Name;
}

export interface LoginSource {
  readonly environment: SynthesizedEnvironment;
  readonly names: DatabaseNames;
  /** @default the database of the environment */
  readonly other?: OtherDatabase | undefined;
}

/**
 * Reads the host name of the database, and the user and password of its master user.
 * @throws UserError if the database does not exist yet, or if the credentials do not allow reading the values
 */
export async function readLogin(
  { environment: { name }, names, other = {} }: LoginSource,
  aws: AwsClients,
): Promise<DatabaseCredentials> {
  const { endpointParameter, secretParameter } = names;
  const host = other.endpoint ?? (await readParameter(aws, endpointParameter, name));
  const secret = other.secret ?? (await readParameter(aws, secretParameter, name));
  const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString = '{}' } = await (await aws.secrets())
    .send(new GetSecretValueCommand({ SecretId: secret }))
    .catch((error: unknown) => {
      throw toUserError(error, `read the password of the database (secretsmanager:GetSecretValue on ${secret})`);
    });
  const { username: user, password } = JSON.parse(SecretString) as { username: string; password: string };
  return { host, database: databaseName, user, password };
}

async function readParameter(aws: AwsClients, parameter: string, name: string): Promise<string> {
  const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
  try {
    const { Parameter } = await (await aws.ssm()).send(new GetParameterCommand({ Name: parameter }));
    return Parameter?.Value ?? '';
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') {
      throw new UserError(`${name} has no database in AWS yet. To create it: npm run deploy ${name}`);
    }
    throw toUserError(error, `find the database (ssm:GetParameter on ${parameter})`);
  }
}
