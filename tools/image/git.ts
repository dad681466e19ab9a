import { runProcess } from '../shared/process';

/** The output of a git command without the line break at its end, or null if git fails: it is missing, or this is no repository. */
export async function git(folder: string, ...args: readonly string[]): Promise<string | null> {
  const ended = await runProcess('git', ['-C', folder, ...args]).catch(() => null);
  return ended?.exitCode === 0 ? ended.stdout.trimEnd() : null;
}
