import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '../shared/synthesize';
import type { SynthesizedStack } from '../shared/synthesized-stack';

/**
 * Synthesizes into a temporary folder, which is deleted afterwards.
 * @throws UserError as `synthesize`
 */
export async function readStack(environment: string, stop: AbortSignal): Promise<SynthesizedStack> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'local-stack-'));
  try {
    return await synthesize(environment, outdir, stop);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
