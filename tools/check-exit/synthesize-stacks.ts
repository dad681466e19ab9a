import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../shared/child-environment';
import { type ProcessOptions, runSuccessfully } from '../shared/process';
import type { Json, Stacks } from './compare-stacks';

/**
 * Runs `main.ts` in a folder.
 * @param outdir the folder for the JSON
 * @returns the JSON of all stacks
 * @throws UserError with what `main.ts` printed, if it fails
 */
export async function synthesizeStacks(run: Pick<ProcessOptions, 'cwd' | 'stop'>, outdir: string): Promise<Stacks> {
  const env = childEnvironment(process.env, { CDKTF_OUTDIR: outdir });
  await runSuccessfully(process.execPath, ['--import', 'tsx', 'main.ts'], { ...run, env });
  const { stacks }: StackManifest = readJson(join(outdir, 'manifest.json'));
  return Object.fromEntries(
    Object.entries(stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      readJson<Json>(join(outdir, synthesizedStackPath)),
    ]),
  );
}

interface StackManifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
