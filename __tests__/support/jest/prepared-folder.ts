import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until';

/**
 * The folder of this name that tests on this machine copy, made by the first test that ever needs it, and kept. What it holds takes
 * seconds of a CPU, so the suites of a run that ask for it at the same time wait for the one that makes it.
 * @param make fills an empty folder
 * @throws what `make` throws
 */
export async function preparedFolder(name: string, make: (folder: string) => void | Promise<void>): Promise<string> {
  const prepared = path.join(tmpdir(), name);
  const claim = path.join(process.env.TEST_RUN_FOLDER ?? '', `making-${name}`);
  await until(async () => existsSync(prepared) || (claimed(claim) && (await makeOnce(prepared, make, claim))), 120_000);
  return prepared;
}

/** Whether this suite is now the one that makes it. */
function claimed(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch {
    return false;
  }
}

async function makeOnce(prepared: string, make: (folder: string) => void | Promise<void>, claim: string) {
  const made = mkdtempSync(path.join(tmpdir(), 'preparing-'));
  try {
    await make(made);
    renameSync(made, prepared);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Else another run was faster.
    if (!existsSync(prepared)) throw error;
  } finally {
    rmdirSync(claim);
  }
  return true;
}
