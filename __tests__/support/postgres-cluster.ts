import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devDependencies } from '../../package.json';
import { startEngine } from '../../tools/local/engine';

/** Made by the first test that ever needs it on this machine, and kept: it takes five seconds of a CPU. */
const prepared = path.join(tmpdir(), `pglite-${devDependencies['@electric-sql/pglite']}-cluster`);

/** Writes the data of a local PostgreSQL that has never been used, as the first start leaves them. */
export async function writeCluster(folder: string): Promise<void> {
  if (!existsSync(prepared)) await prepare();
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(prepared, folder, { recursive: true });
}

async function prepare(): Promise<void> {
  const made = mkdtempSync(path.join(tmpdir(), 'cluster-'));
  const engine = await startEngine({ file: 'postgres-server.ts', folder: made, reset: '' });
  await engine.close();
  try {
    renameSync(made, prepared);
  } catch {
    // Another test was faster.
    rmSync(made, { recursive: true, force: true });
  }
}
