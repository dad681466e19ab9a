import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DatabaseSettings } from '../settings';
import { type CredentialsSource, DatabaseSecret } from './database-secret';

/** Where the database's user and password come from: a secret, or on a loopback address the settings themselves. */
export function createCredentialsSource({ credentials }: DatabaseSettings, region: string): CredentialsSource {
  if (!('secret' in credentials)) {
    return { known: credentials, get: async () => credentials, renew: async () => credentials, end: () => undefined };
  }
  const client = new SecretsManagerClient({
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 300, requestTimeout: 800, throwOnRequestTimeout: true },
  });
  return new DatabaseSecret({ client, arn: credentials.secret });
}
