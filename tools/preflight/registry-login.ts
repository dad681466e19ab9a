import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { RegistryCredentials } from '../image/registry/registry-token';
import { UserError } from '../shared/user-error';

/** A registry of ECR, and how to log in to it for twelve hours. */
export interface RegistryLogin {
  /** Host and port, from ECR's `proxyEndpoint`. */
  readonly host: string;
  readonly credentials: RegistryCredentials;
}

/** @throws UserError if ECR rejects the request */
export async function logInToRegistry(aws: AwsClients): Promise<RegistryLogin> {
  const { GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  try {
    const { authorizationData = [] } = await (await aws.ecr()).send(new GetAuthorizationTokenCommand({}));
    const [{ authorizationToken = '', proxyEndpoint = '' } = {}] = authorizationData;
    const [user = '', ...password] = Buffer.from(authorizationToken, 'base64').toString().split(':');
    if (proxyEndpoint === '') throw new UserError('ECR returned no credentials for its registry.');
    return { host: new URL(proxyEndpoint).host, credentials: { user, password: password.join(':') } };
  } catch (error) {
    throw toUserError(error, 'log in to ECR (ecr:GetAuthorizationToken)');
  }
}
