import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import type { Cleanup } from './benchmark';

/** The CPU core that is reserved for the measured servers. */
export const serverCore = 0;

/**
 * Moves this process off the server core until the clean-up. The processes that it starts in the meantime, such as the database and the
 * load generator, inherit its cores.
 * @throws Error if the machine has only one core
 */
export function leaveServerCore(cleanup: Cleanup): void {
  const last = cpus().length - 1;
  if (last <= serverCore)
    throw new Error(
      'This benchmark needs at least two CPU cores, because it reserves one for the measured server. This machine has one core.',
    );
  useCores(`${serverCore + 1}-${last}`);
  cleanup.add(() => useCores(`${serverCore}-${last}`));
}

function useCores(list: string): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', list, String(process.pid)], { stdio: 'ignore' });
}
