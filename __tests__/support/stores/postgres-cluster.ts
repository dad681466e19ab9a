import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { devDependencies } from '../../../package.json';
import { startEngine } from '../../../tools/local/stores/local-engine';
import { preparedFolder } from '../jest/prepared-folder';

/**
 * Statements that drop the template databases. No test needs them to create a database, and they are two thirds of the files that each
 * suite copies.
 */
export const dropTemplates = [
  `update pg_database set datistemplate = false where datname <> 'postgres'`,
  'drop database template0',
  'drop database template1',
];

/** Writes the data folder of a new PGlite, without template databases. It copies a prepared folder, because creating one takes longer. */
export async function writeCluster(folder: string): Promise<void> {
  const prepared = await preparedFolder(
    `pglite-${devDependencies['@electric-sql/pglite']}-${process.getuid?.()}-cluster`,
    createCluster,
  );
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(prepared, folder, { recursive: true });
}

async function createCluster(folder: string): Promise<void> {
  const engine = await startEngine({ file: 'postgres-server.ts', folder, reset: '' });
  const client = new Client({ host: '127.0.0.1', port: engine.port, user: 'postgres', database: 'postgres' });
  await client.connect();
  // With the default value of `scram_iterations`, PGlite would need 50 ms to hash a password.
  for (const statement of [...dropTemplates, 'alter system set scram_iterations = 1']) await client.query(statement);
  await client.end();
  await engine.close();
}
