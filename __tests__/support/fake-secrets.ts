import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Credentials } from '../../app/profiles/credentials-source';
import { listenOnLoopback } from './loopback-server';

/** Secrets Manager with the one secret that RDS keeps, on loopback. */
export class FakeSecrets {
  readonly arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1';
  current: Credentials;
  /** The password of a rotation that is not done. */
  pending: Credentials | null = null;
  isDown = false;
  isHanging = false;
  /** How often it has been asked. */
  reads = 0;
  readonly #server: Server;

  private constructor(current: Credentials) {
    this.current = current;
    this.#server = createServer(async (request, response) => {
      const { VersionStage, SecretId } = (await json(request)) as Record<string, string>;
      this.reads += 1;
      const version = VersionStage === 'AWSPENDING' ? this.pending : this.current;
      if (this.isHanging) return;
      if (this.isDown) response.writeHead(500).end('{}');
      else if (version === null || SecretId !== this.arn) {
        response.writeHead(400).end(JSON.stringify({ __type: 'ResourceNotFoundException' }));
      } else {
        const { user: username, password } = version;
        response.end(JSON.stringify({ SecretString: JSON.stringify({ username, password }) }));
      }
    });
  }

  static async start(current: Credentials): Promise<FakeSecrets> {
    const secrets = new FakeSecrets(current);
    await listenOnLoopback(secrets.#server);
    return secrets;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  createClient(): SecretsManagerClient {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return new SecretsManagerClient({ region: 'eu-central-1', endpoint: this.endpoint, credentials, maxAttempts: 1 });
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
