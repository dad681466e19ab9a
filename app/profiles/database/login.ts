import type { Signer, SignerConfig } from '@aws-sdk/rds-signer';
import type { DatabaseSettings } from '../../settings';

/** How a process logs in to the database. */
export interface Login {
  readonly user: string;
  /** The password, or a function that each new connection asks for one. */
  readonly password: string | (() => Promise<string>);
}

/**
 * The login of the app: with the password in the settings, or without one with an IAM token. The token is signed locally, with
 * the credentials of the task. It opens connections for 15 minutes, and a connection outlives it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function createLogin({ host, port, user, password }: DatabaseSettings, region: string): Login {
  if (password !== undefined) return { user, password };
  const signer = createSigner({ hostname: host, port, region, username: user });
  return { user, password: async () => (await signer).getAuthToken() };
}

/** Loads the signer only where it is needed: it is half a megabyte. */
async function createSigner(props: SignerConfig): Promise<Signer> {
  const { Signer } = await import('@aws-sdk/rds-signer');
  return new Signer(props);
}
