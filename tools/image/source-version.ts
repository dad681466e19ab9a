import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { git, gitFields } from '../shared/git';

/** The files and folders in the source on which the image depends. Changes to other files need no new image. */
const imageInputs = [
  'Dockerfile',
  '.dockerignore',
  '.npmrc',
  'package.json',
  'package-lock.json',
  'contract.ts',
  'app',
] as const;

/** The version of the source from which an image is made. */
export interface SourceVersion {
  /**
   * The version: `<commit>`, `<commit>-dirty-<hash>`, or `tree-<hash>` without git. It is also the tag of the image,
   * and `/health` reports it.
   */
  readonly version: string;
  /** The full hash of the commit that last changed the files on which the image depends; null without git. */
  readonly commit: string | null;
  /** The date of that commit; 1970-01-01 without git. With a fixed date, the same source gives the same image on every machine. */
  readonly created: string;
  /** The URL of the remote `origin`, without credentials; null if there is none. */
  readonly source: string | null;
  /** All files of the project that differ from the last commit, including files that are not part of the image. */
  readonly changedFiles: readonly string[];
}

/**
 * Finds the version of the files on which the image depends. Changes to settings or documentation do not change the
 * version, so they never cause a new image. In a shallow clone, the version is the newest commit, because the history
 * may lack the commit that last changed these files.
 */
export async function readSourceVersion(root: string): Promise<SourceVersion> {
  const found = await git(root, 'rev-parse', 'HEAD', '--is-shallow-repository', '--show-prefix');
  const [head, isShallow, prefix = ''] = found?.split('\n') ?? [];
  if (head === undefined) return versionWithoutGit(root);
  const last = isShallow === 'true' ? '' : await git(root, 'log', '-1', '--format=%H %cI', '--', ...imageInputs);
  const [commit = '', time = ''] = (last || (await git(root, 'show', '-s', '--format=%H %cI', head)) || '').split(' ');
  const changedFiles = await filesThatDiffer(root);
  const short = commit.slice(0, 12);
  return {
    version: changedFiles.some((file) => isInput(file, prefix)) ? `${short}-dirty-${await hashOfInputs(root)}` : short,
    commit,
    created: new Date(time).toISOString(),
    source: withoutCredentials(await git(root, 'remote', 'get-url', 'origin')),
    changedFiles,
  };
}

async function versionWithoutGit(root: string): Promise<SourceVersion> {
  const version = `tree-${await hashOf(root, await filesWithoutGit(root))}`;
  return { version, commit: null, created: new Date(0).toISOString(), source: null, changedFiles: [] };
}

/**
 * Returns the files below the root that differ from the last commit, as paths in the repository. For a renamed file,
 * returns both paths.
 */
async function filesThatDiffer(root: string): Promise<string[]> {
  const fields = await gitFields(root, 'status', '--porcelain', '--untracked-files=all', '--no-renames', '--', '.');
  // git prints two status letters and a space before each path.
  return fields.map((field) => field.slice(3));
}

/** Whether the image depends on a file. @param prefix the folder of the source in its repository, with a slash at the end */
function isInput(file: string, prefix: string): boolean {
  return imageInputs.some((input) => file === `${prefix}${input}` || file.startsWith(`${prefix}${input}/`));
}

async function hashOfInputs(root: string): Promise<string> {
  const options = ['--cached', '--others', '--exclude-standard'];
  return hashOf(root, await gitFields(root, 'ls-files', ...options, '--', ...imageInputs));
}

/** Returns a hash of file names and contents. Its eight digits are enough to distinguish the working trees of one developer. */
async function hashOf(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].sort()) {
    const content = await readFile(path.join(root, file)).catch(() => null);
    hash.update(`${file}\0${content?.length ?? 'deleted'}\0`).update(content ?? '');
  }
  return hash.digest('hex').slice(0, 8);
}

async function filesWithoutGit(root: string): Promise<string[]> {
  const app = await readdir(path.join(root, 'app'), { recursive: true, withFileTypes: true });
  const inApp = app
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|[\\/])(node_modules|dist)[\\/]/.test(file));
  return [...imageInputs.filter((name) => name !== 'app'), ...inApp];
}

/** Removes credentials from the URL of a git remote, because the URL becomes a label of the image, and labels are not secret. */
function withoutCredentials(address: string | null): string | null {
  return address?.replace(/^(https?:\/\/)[^/]*@/, '$1') ?? null;
}
