import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The output of a git command without the line break at its end, or null if git fails: it is missing, or this is no repository. */
export async function git(folder: string, ...args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trimEnd();
  } catch {
    return null;
  }
}
