import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '../../tools/shared/synthesize';

const repository = path.resolve(__dirname, '../..');

/** A folder of links to this repository, so that no test meets the state or the output of a real deployment. */
export interface LinkedProject {
  readonly folder: string;
  remove(): void;
}

/** @param names files and folders to link beside `main.ts` and `node_modules` */
export function createLinkedProject(...names: readonly string[]): LinkedProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'linked-project-'));
  for (const name of ['main.ts', 'node_modules', ...names]) {
    symlinkSync(path.join(repository, name), path.join(folder, name));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Synthesizes dev into the folder's `cdktf.out`, and gives the path of its JSON. */
export async function synthesizeDev(folder: string): Promise<string> {
  const outdir = path.join(folder, 'cdktf.out');
  await synthesize('dev', outdir, new AbortController().signal);
  return path.join(outdir, 'stacks/dev/cdk.tf.json');
}
