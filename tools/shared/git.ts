import { runProcess } from './run-process';
import { UserError } from './user-error';

/**
 * Returns the output of a git command without the final line break.
 * @returns null if the command fails, for example because git is missing or the folder is not in a repository
 */
export async function git(folder: string, ...args: readonly string[]): Promise<string | null> {
  const ended = await runProcess('git', ['-C', folder, ...args]).catch(() => null);
  return ended?.exitCode === 0 ? ended.stdout.trimEnd() : null;
}

/**
 * Returns the fields, such as file names, that a git command prints with `-z`; an empty list if git fails. With `-z`,
 * git neither quotes nor escapes the fields.
 */
export async function gitFields(folder: string, command: string, ...args: readonly string[]): Promise<string[]> {
  const output = await git(folder, command, '-z', ...args);
  return (output ?? '').split('\0').filter((field) => field !== '');
}

/** Returns the output of a git command that must succeed. @throws UserError with git's message */
export async function requireGit(folder: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess('git', ['-C', folder, ...args]);
  if (exitCode === 0) return stdout;
  throw new UserError(`git ${args.slice(0, 2).join(' ')} failed: ${stderr.trim()}`);
}
