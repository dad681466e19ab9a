import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { AppSecret } from '../preflight/app-secrets';
import { isObject } from '../shared/json';
import { UserError } from '../shared/user-error';

/**
 * Finds a secret variable of the app.
 * @throws UserError if the environment's file has no secret variable with this name
 */
export function findSecret(environment: string, variable: string, secrets: readonly AppSecret[]): AppSecret {
  const found = secrets.find((secret) => secret.variable === variable);
  if (found) return found;
  const known = secrets.map((secret) => secret.variable).join(', ') || 'none';
  throw new UserError(
    `environments/${environment}.ts has no secret ${variable}. Its secrets: ${known}. Correct the name, or add ${variable} to app.secrets.`,
  );
}

/**
 * Writes a value to the parameter or secret that the environment's file names. Creates the parameter or secret if it
 * does not exist.
 * @throws UserError if AWS rejects the request, or if the secret has a key but does not contain a JSON object
 */
export async function writeSecret(secret: AppSecret, value: string, aws: AwsClients): Promise<void> {
  try {
    await (secret.kind === 'parameter' ? putParameter(secret, value, aws) : putSecret(secret, value, aws));
  } catch (error) {
    throw toUserError(error, `write the ${secret.kind} ${secret.name}`);
  }
}

async function putParameter({ name, kmsKey }: AppSecret, value: string, aws: AwsClients): Promise<void> {
  const { PutParameterCommand } = await import('@aws-sdk/client-ssm');
  const input = { Name: name, Value: value, Type: 'SecureString', Overwrite: true, KeyId: kmsKey } as const;
  await (await aws.ssm()).send(new PutParameterCommand(input));
}

async function putSecret(secret: AppSecret, value: string, aws: AwsClients): Promise<void> {
  const { CreateSecretCommand, PutSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const { name, key, kmsKey } = secret;
  const client = await aws.secrets();
  const before = await currentValue(name, aws);
  const SecretString = key === undefined ? value : withKey(before ?? '{}', { name, key, value });
  if (before === undefined) await client.send(new CreateSecretCommand({ Name: name, SecretString, KmsKeyId: kmsKey }));
  else await client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
}

/** Returns the JSON of a secret with a new value for one key. The other keys keep their values. */
function withKey(before: string, { name, key, value }: Readonly<Record<'name' | 'key' | 'value', string>>): string {
  const object = parseObject(before);
  if (object) return JSON.stringify({ ...object, [key]: value });
  throw new UserError(
    `The value of the secret ${name} is not a JSON object, so the key ${key} cannot be set in it. Nothing was changed. In the environment's file, remove \`key\` or name another secret.`,
  );
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function currentValue(name: string, aws: AwsClients): Promise<string | undefined> {
  const { GetSecretValueCommand, ResourceNotFoundException } = await import('@aws-sdk/client-secrets-manager');
  try {
    return (await (await aws.secrets()).send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
