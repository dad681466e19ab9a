import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const prefix = 'deploy-';
/** The folders that are removed when this process exits. */
const folders = new Set<string>();

/**
 * Creates a folder for the temporary files of one process, such as plans: they contain secrets, and two deployments
 * must not share them. Only its user can read it. It is removed when the process exits; the folders of processes that
 * were killed are removed now.
 * @param parent is created if it does not exist
 * @returns the absolute path
 */
export function createPrivateFolder(parent: string): string {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const [, pid] = /^deploy-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) remove(path.join(parent, name));
  }
  // mkdtemp gives the folder the mode 0700.
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
    // EPERM: the process belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
