import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { childEnvironment } from '../shared/child-environment';
import { runProcess } from '../shared/process';
import { loadSynthesizedStacks, type SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/**
 * Synthesizes all environments of a commit, in a temporary worktree with the installed packages.
 * @param commit any name that git accepts, such as `main` or `HEAD~1`
 * @throws UserError if there is no such commit, or if it cannot be synthesized
 */
export async function stacksAt(commit: string, stop: AbortSignal): Promise<ReadonlyMap<string, SynthesizedStack>> {
  const root = await mkdtemp(path.join(tmpdir(), 'cost-'));
  const worktree = path.join(root, 'worktree');
  const outdir = path.join(root, 'cdktf.out');
  try {
    await git(stop, 'worktree', 'add', '--quiet', '--detach', worktree, await commitOf(commit, stop));
    await symlink(path.resolve('node_modules'), path.join(worktree, 'node_modules'));
    const { exitCode, output } = await runProcess(process.execPath, ['--import', 'tsx', 'main.ts'], {
      cwd: worktree,
      env: childEnvironment(process.env, { CDKTF_OUTDIR: outdir }),
      stop,
    });
    if (exitCode !== 0)
      throw new UserError(`${commit} cannot be synthesized with the installed packages:\n${output.trim()}`);
    return await loadSynthesizedStacks(outdir);
  } finally {
    await rm(root, { recursive: true, force: true });
    await runProcess('git', ['worktree', 'prune']);
  }
}

/** The id of a commit. A name that begins with a hyphen would be an option of git. */
async function commitOf(name: string, stop: AbortSignal): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { exitCode, stdout } = await runProcess('git', args, { stop });
  if (exitCode === 0) return stdout.trim();
  throw new UserError(
    `git has no commit "${name}". Name a branch, a tag or a commit, such as main. In a shallow clone, fetch it first.`,
  );
}

async function git(stop: AbortSignal, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProcess('git', args, { stop });
  if (exitCode !== 0) throw new UserError(`git ${args.slice(0, 2).join(' ')} failed: ${stderr.trim()}`);
}
