import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { RegistryCredentials } from '../image/registry/registry-token';
import { UserError } from '../shared/user-error';

/** An ECR registry, and credentials for it that are valid for twelve hours. */
export interface RegistryLogin {
  /** The host and the port of the registry, from ECR's `proxyEndpoint`. */
  readonly host: string;
  readonly credentials: RegistryCredentials;
}

/** Gets credentials for the ECR registry of an account. @throws UserError if AWS rejects the request */
export async function logInToRegistry(aws: AwsClients): Promise<RegistryLogin> {
  const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  try {
    const { authorizationData = [] } = await (await aws.ecr()).send(new GetAuthorizationTokenCommand({}));
    const [{ authorizationToken = '', proxyEndpoint = '' } = {}] = authorizationData;
    const [user = '', ...password] = Buffer.from(authorizationToken, 'base64').toString().split(':');
    if (proxyEndpoint === '')
      throw new UserError('ECR returned no credentials for its registry. Run the command again.');
    return { host: new URL(proxyEndpoint).host, credentials: { user, password: password.join(':') } };
  } catch (error) {
    throw toUserError(error, 'log in to ECR (ecr:GetAuthorizationToken)');
  }
}

/** Matches the host of an ECR registry in any account. https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const ecrHost = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * Returns the credentials for the registry that an image names. Only an ECR registry gets those of the login, because
 * an image may come from anywhere, and no other registry may receive a password for ECR.
 * @returns undefined for any other registry, from which only public images can be pulled
 */
export function credentialsFor(
  registry: string,
  { host, credentials }: RegistryLogin,
): RegistryCredentials | undefined {
  return registry === host || ecrHost.test(registry) ? credentials : undefined;
}
