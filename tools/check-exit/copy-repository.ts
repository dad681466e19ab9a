import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../shared/user-error';

/**
 * Copies a working tree, with uncommitted changes and new files, but without ignored files.
 * @returns how many files it copied
 * @throws UserError if the folder is not a git repository
 */
export function copyRepository(from: string, to: string): number {
  // A tracked file that was deleted is still in git's list.
  const files = listFiles(from).filter((file) => existsSync(join(from, file)));
  for (const file of files) cpSync(join(from, file), join(to, file), { verbatimSymlinks: true });
  return files.length;
}

function listFiles(folder: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  try {
    const output = execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    return output.split('\0').filter((file) => file !== '');
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    throw new UserError(
      `git cannot list the files of ${folder} (${stderr.trim() || code}). Run the command in a clone of the repository, with git installed.`,
    );
  }
}
