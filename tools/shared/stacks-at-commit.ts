import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git, requireGit } from './git';
import { synthesizeAll } from './synthesize';
import type { SynthesizedStack } from './synthesized-stack';
import { UserError } from './user-error';

/**
 * Synthesizes all environments of a commit in a temporary worktree, with the installed npm packages.
 * @param commit any name that git accepts, such as `main` or `HEAD~1`
 * @throws UserError if there is no such commit, or if its `main.ts` fails
 */
export async function stacksAt(commit: string, stop: AbortSignal): Promise<ReadonlyMap<string, SynthesizedStack>> {
  // Without --end-of-options, git would read a name that begins with a hyphen as an option.
  const id = await git('.', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`);
  if (id === null) {
    throw new UserError(
      `git has no commit "${commit}". Name a branch, a tag or a commit, such as main. In a shallow clone, fetch it first.`,
    );
  }
  const root = await mkdtemp(path.join(tmpdir(), 'commit-'));
  const worktree = path.join(root, 'worktree');
  try {
    await requireGit('.', 'worktree', 'add', '--quiet', '--detach', worktree, id);
    await symlink(path.resolve('node_modules'), path.join(worktree, 'node_modules'));
    const options = { folder: worktree, isolated: true };
    return await synthesizeAll(path.join(root, 'cdktf.out'), stop, options).catch((error: unknown) => {
      throw error instanceof UserError
        ? new UserError(`${commit} cannot be synthesized with the installed packages:\n${error.message}`)
        : error;
    });
  } finally {
    await rm(root, { recursive: true, force: true });
    await git('.', 'worktree', 'prune');
  }
}
