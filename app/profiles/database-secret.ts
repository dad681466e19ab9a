import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as v from 'valibot';
import { withDeadline } from '../deadline';
import type { Credentials, CredentialsSource } from './credentials-source';

export interface DatabaseSecretProps {
  readonly client: SecretsManagerClient;
  readonly arn: string;
  /** How long one answer serves for new connections, in milliseconds. @default 10_000 */
  readonly ttlMs?: number;
}

/** What RDS keeps in the secret, among other things. */
const secretSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ username: v.string(), password: v.string() }),
  v.transform(({ username: user, password }) => ({ user, password })),
);

const timeoutMs = 1_500;

/** Who knows credentials that most likely are still valid waits no longer for an answer, nor does their connection. */
const patienceMs = 400;

/** The credentials in a secret that changes while the app runs: they are read anew for new connections, and when they are refused. */
export class DatabaseSecret implements CredentialsSource {
  readonly #client: SecretsManagerClient;
  readonly #arn: string;
  readonly #ttlMs: number;
  #known: Credentials | null = null;
  /** The password that the database has refused last. */
  #refused: string | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<Credentials> | null = null;

  constructor({ client, arn, ttlMs = 10_000 }: DatabaseSecretProps) {
    this.#client = client;
    this.#arn = arn;
    this.#ttlMs = ttlMs;
  }

  get known(): Credentials | null {
    return this.#known;
  }

  async get(): Promise<Credentials> {
    const known = this.#known;
    if (known === null) return this.#refresh();
    if (performance.now() - this.#readAt < this.#ttlMs) return known;
    return withDeadline(patienceMs, () => this.#refresh()).catch(() => known);
  }

  async renew(refused: Credentials): Promise<Credentials> {
    this.#refused = refused.password;
    await this.#reading?.catch(() => undefined);
    const known = this.#known;
    return known !== null && known.password !== refused.password ? known : this.#refresh();
  }

  end(): void {
    this.#client.destroy();
  }

  /** Those who ask at the same time share one answer. */
  #refresh(): Promise<Credentials> {
    this.#reading ??= this.#readValid()
      .then((credentials) => {
        this.#known = credentials;
        this.#readAt = performance.now();
        return credentials;
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  /** A rotation tells the database first: until it is done, the password that is valid is the pending one. */
  async #readValid(): Promise<Credentials> {
    const current = await this.#read('AWSCURRENT');
    if (current.password !== this.#refused) return current;
    return this.#read('AWSPENDING').catch(() => this.#known ?? current);
  }

  async #read(stage: 'AWSCURRENT' | 'AWSPENDING'): Promise<Credentials> {
    const command = new GetSecretValueCommand({ SecretId: this.#arn, VersionStage: stage });
    const { SecretString } = await withDeadline(timeoutMs, (abortSignal) =>
      this.#client.send(command, { abortSignal }),
    );
    return v.parse(secretSchema, SecretString);
  }
}
