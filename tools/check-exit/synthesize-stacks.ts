import { synthesizeAll } from '../shared/synthesize';
import type { Stacks } from './compare-stacks';

/**
 * Runs `main.ts` in a folder, and reads the JSON that it writes.
 * @param outdir the folder for the JSON
 * @returns the JSON of all stacks, by name
 * @throws UserError with the output of `main.ts` if it fails
 */
export async function synthesizeStacks(folder: string, outdir: string, stop: AbortSignal): Promise<Stacks> {
  const stacks = await synthesizeAll(outdir, stop, { folder, isolated: true });
  return Object.fromEntries([...stacks].map(([name, { document }]) => [name, document]));
}
