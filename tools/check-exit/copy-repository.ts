import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { requireGit } from '../shared/git';
import { UserError } from '../shared/user-error';

/**
 * Copies the working tree of a repository, including uncommitted changes and new files, but without ignored files.
 * @returns the number of copied files
 * @throws UserError if the folder is not in a git repository
 */
export async function copyRepository(from: string, to: string): Promise<number> {
  // git also lists a tracked file that was deleted in the working tree.
  const files = (await listFiles(from)).filter((file) => existsSync(join(from, file)));
  for (const file of files) cpSync(join(from, file), join(to, file), { verbatimSymlinks: true });
  return files.length;
}

async function listFiles(folder: string): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const output = await requireGit(folder, ...args).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${reason}. Run the command in a clone of the repository, with git installed.`);
  });
  return output.split('\0').filter((file) => file !== '');
}
