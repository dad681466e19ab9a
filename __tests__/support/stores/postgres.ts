import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { DatabaseClientProps } from '../../../app/profiles/database/pool';
import { startEngine } from '../../../tools/local/stores/local-engine';
import { Process } from '../../../tools/shared/process';
import { findFreePort } from '../http/free-port';
import { preparedFolder } from '../jest/prepared-folder';
import { postgres as requirement } from '../jest/requirement';
import { until } from '../jest/until';
import { dropTemplates, writeCluster } from './postgres-cluster';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** A running PostgreSQL server, and the credentials of its superuser. */
export interface Postgres {
  readonly settings: DatabaseClientProps['settings'];
  readonly credentials: Credentials;
  /** The certificate of the authority that signed the server's certificate, as PEM. @default none: the server has no TLS */
  readonly authority?: string;
  stop(): Promise<void>;
}

/** Starts PGlite in a temporary folder, as `npm start` does. It has one database, no TLS, and accepts any password. */
async function startPglite(): Promise<Postgres> {
  const home = mkdtempSync(path.join(tmpdir(), 'pglite-'));
  const folder = path.join(home, 'postgres');
  await writeCluster(folder);
  const engine = await startEngine({ file: 'postgres-server.ts', folder, reset: '' });
  return {
    settings: { host: '127.0.0.1', port: engine.port, name: 'postgres', tls: false },
    credentials: { user: 'postgres', password: 'any' },
    stop: async () => {
      await engine.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The user that runs PostgreSQL if the tests run as root. PostgreSQL itself refuses to start as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** The superuser of the servers that `startServer` starts. */
const superuser: Credentials = { user: 'postgres', password: 'first' };

/**
 * Starts an installed PostgreSQL on loopback, with TLS for `localhost`. Its data folder is a copy of a prepared one.
 * @param folder the folder of PostgreSQL's programs
 */
export async function startServer(folder: string): Promise<Postgres> {
  const home = mkdtempSync(path.join(tmpdir(), 'postgres-'));
  if (nobody.uid) chownSync(home, nobody.uid, nobody.gid);
  execFileSync('cp', ['-a', `${await preparedServer(folder)}/.`, home], { ...nobody, stdio: 'pipe' });
  const [data, key, certificate] = serverFiles(home);
  const port = await findFreePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    autovacuum: 'off',
    jit: 'off',
    shared_buffers: '16MB',
    ssl: 'on',
    ssl_key_file: key,
    ssl_cert_file: certificate,
  };
  const args = ['-D', data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const server = new Process(path.join(folder, 'postgres'), args, { ...nobody, stdio: 'ignore', killAtExit: true });
  const postgres = {
    settings: { host: '127.0.0.1', port, name: 'postgres', tls: false },
    credentials: superuser,
    authority: readFileSync(certificate, 'utf8'),
    stop: async () => {
      // SIGINT is PostgreSQL's fast shutdown, which does not wait for clients.
      server.signal('SIGINT');
      await server.ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
  await until(() =>
    execute(postgres, 'select 1').then(
      () => true,
      () => false,
    ),
  );
  return postgres;
}

/** Starts the installed PostgreSQL, or PGlite if none is installed. */
export function startAny(): Promise<Postgres> {
  return requirement.path === null ? startPglite() : startServer(requirement.path);
}

/**
 * Runs one statement as the superuser, on a new connection.
 * @returns the rows of the result
 */
export async function execute(
  postgres: Pick<Postgres, 'settings' | 'credentials'>,
  statement: string,
): Promise<unknown[]> {
  const { host, port, name: database } = postgres.settings;
  const client = new Client({ host, port, database, ...postgres.credentials, connectionTimeoutMillis: 60_000 });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Returns the paths of a server's data folder, TLS key and certificate. */
function serverFiles(home: string): [data: string, key: string, certificate: string] {
  return [path.join(home, 'data'), path.join(home, 'server.key'), path.join(home, 'server.crt')];
}

/** Returns a folder with the data of a new server. The folder is created once per machine. */
function preparedServer(folder: string): Promise<string> {
  const initdb = path.join(folder, 'initdb');
  const [version = ''] = /\d[\w.]*/.exec(execFileSync(initdb, ['--version'], { encoding: 'utf8' })) ?? [];
  return preparedFolder(`postgres-${version}-${process.getuid?.()}-${superuser.user}`, (home) =>
    createServer(folder, home),
  );
}

function createServer(folder: string, home: string): void {
  const [data, key, certificate] = serverFiles(home);
  const passwordFile = path.join(home, 'password');
  writeFileSync(passwordFile, superuser.password);
  createCertificate(key, certificate);
  if (nobody.uid) for (const file of [home, passwordFile, key, certificate]) chownSync(file, nobody.uid, nobody.gid);
  const access = ['-U', superuser.user, '-A', 'scram-sha-256', '--pwfile', passwordFile];
  const form = ['-N', '-E', 'UTF8', '--locale=C.UTF-8', '--wal-segsize=1'];
  execFileSync(path.join(folder, 'initdb'), ['-D', data, ...access, ...form], { ...nobody, stdio: 'pipe' });
  const alone = ['--single', '-D', data, 'postgres'];
  execFileSync(path.join(folder, 'postgres'), alone, { ...nobody, input: dropTemplates.join('\n'), stdio: 'pipe' });
}

function createCertificate(key: string, certificate: string): void {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '36500'];
  const args = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...subject];
  execFileSync('openssl', [...args, '-keyout', key, '-out', certificate], { stdio: 'pipe' });
}
