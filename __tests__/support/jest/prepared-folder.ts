import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until';

/**
 * Returns the path of a folder whose files take seconds of CPU time to create. The first test on this machine creates it, and later tests
 * reuse it. If several suites need it at the same time, one creates it and the others wait.
 * @param make fills an empty folder
 * @throws the error of `make`
 */
export async function preparedFolder(name: string, make: (folder: string) => void | Promise<void>): Promise<string> {
  const prepared = path.join(tmpdir(), name);
  const claim = path.join(process.env.TEST_RUN_FOLDER ?? '', `making-${name}`);
  await until(async () => existsSync(prepared) || (claimed(claim) && (await makeOnce(prepared, make, claim))));
  return prepared;
}

/** Whether this suite is the first to claim the creation of the folder. */
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
    // If the folder exists now, another test run has created it in the meantime.
    if (!existsSync(prepared)) throw error;
  } finally {
    rmdirSync(claim);
  }
  return true;
}
