import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientLimits } from '../aws-client-limits';
import type { DatabaseSettings } from '../settings';
import { DatabaseSecret } from './database-secret';

/** Who the database knows us as. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Where the credentials of new connections come from. */
export interface CredentialsSource {
  /** Those that were valid last, or null before anything is known. */
  readonly known: Credentials | null;
  /**
   * Those for a new connection.
   * @throws Error where none are known and the secret cannot be read, or is not as RDS keeps it
   */
  get(): Promise<Credentials>;
  /**
   * Others, after the database has refused these. The same ones where there are no others.
   * @throws Error where the secret cannot be read, or is not as RDS keeps it
   */
  renew(refused: Credentials): Promise<Credentials>;
  /** Ends every connection. */
  end(): void;
}

/** Where the database's user and password come from: a secret, or on a loopback address the settings themselves. */
export function createCredentialsSource({ credentials }: DatabaseSettings, region: string): CredentialsSource {
  if (!('secret' in credentials)) {
    return { known: credentials, get: async () => credentials, renew: async () => credentials, end: () => undefined };
  }
  const client = new SecretsManagerClient({ region, ...clientLimits(300, 800) });
  return new DatabaseSecret({ client, arn: credentials.secret });
}
