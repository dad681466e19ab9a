import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { devDependencies } from '../../package.json';
import { startEngine } from '../../tools/local/engine';

/** No test makes databases, and what they are made of is two thirds of the files that each suite copies. */
export const dropTemplates = [
  `update pg_database set datistemplate = false where datname <> 'postgres'`,
  'drop database template0',
  'drop database template1',
];

/** Made by the first test that ever needs it on this machine, and kept: it takes five seconds of a CPU. */
const prepared = path.join(tmpdir(), `pglite-${devDependencies['@electric-sql/pglite']}-data`);

/** Writes the data of a local PostgreSQL that has never been used, as the first start leaves them, but for the templates. */
export async function writeCluster(folder: string): Promise<void> {
  if (!existsSync(prepared)) await prepare();
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(prepared, folder, { recursive: true });
}

async function prepare(): Promise<void> {
  const made = mkdtempSync(path.join(tmpdir(), 'cluster-'));
  const engine = await startEngine({ file: 'postgres-server.ts', folder: made, reset: '' });
  const client = new Client({ host: '127.0.0.1', port: engine.port, user: 'postgres', database: 'postgres' });
  await client.connect();
  for (const statement of dropTemplates) await client.query(statement);
  await client.end();
  await engine.close();
  try {
    renameSync(made, prepared);
  } catch {
    // Another test was faster.
    rmSync(made, { recursive: true, force: true });
  }
}
