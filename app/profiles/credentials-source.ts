import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientLimits } from '../aws-client-limits';
import type { DatabaseSettings } from '../settings';
import { type CredentialsSource, DatabaseSecret } from './database-secret';

/** Where the database's user and password come from: a secret, or on a loopback address the settings themselves. */
export function createCredentialsSource({ credentials }: DatabaseSettings, region: string): CredentialsSource {
  if (!('secret' in credentials)) {
    return { known: credentials, get: async () => credentials, renew: async () => credentials, end: () => undefined };
  }
  const client = new SecretsManagerClient({ region, ...clientLimits(300, 800) });
  return new DatabaseSecret({ client, arn: credentials.secret });
}
