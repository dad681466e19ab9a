import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const prefix = 'deploy-';
/** The folders to remove when this process exits. */
const folders = new Set<string>();

/**
 * Creates a folder for the temporary files of this process, such as plans.
 * Only the current user can read the folder, because plans contain secrets. The folder is removed when this process
 * exits. Folders in `parent` that killed processes have left behind are removed now.
 * @param parent is created if it does not exist
 * @returns the absolute path of the folder
 */
export function createPrivateFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const [, pid] = /^deploy-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) remove(path.join(parent, name));
  }
  // mkdtemp creates the folder with the mode 0700.
  const folder = mkdtempSync(path.join(path.resolve(process.cwd(), parent), `${prefix}${process.pid}-`));
  if (folders.size === 0) process.once('exit', () => folders.forEach(remove));
  folders.add(folder);
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
