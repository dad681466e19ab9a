import type { Signer, SignerConfig } from '@aws-sdk/rds-signer';
import type { DatabaseSettings } from '../../settings/profiles-settings';

/** How a process logs in to the database. */
export interface Login {
  readonly user: string;
  /** The password, or a function that returns a password for each new connection. */
  readonly password: string | (() => Promise<string>);
}

/**
 * Creates the login of the app, with the password from the settings, or with IAM tokens if there is no password. A
 * token is signed locally with the credentials of the task, and is valid for new connections for 15 minutes. Open
 * connections stay open.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function createLogin({ host, port, user, password }: DatabaseSettings, region: string): Login {
  if (password !== undefined) return { user, password };
  const signer = createSigner({ hostname: host, port, region, username: user });
  return { user, password: async () => (await signer).getAuthToken() };
}

/**
 * Imports and creates the signer of IAM tokens. The import is dynamic, because the imported package is half a megabyte
 * and often not needed.
 */
async function createSigner(props: SignerConfig): Promise<Signer> {
  const { Signer } = await import('@aws-sdk/rds-signer');
  return new Signer(props);
}
