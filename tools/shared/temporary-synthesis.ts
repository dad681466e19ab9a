import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize, synthesizeAll } from './synthesize';
import type { SynthesizedStack } from './synthesized-stack';

/**
 * Synthesizes one environment into a temporary folder, which is deleted afterwards.
 * @throws the same errors as `synthesize`
 */
export function synthesizeTemporarily(environment: string, stop: AbortSignal): Promise<SynthesizedStack> {
  return withTemporaryFolder((outdir) => synthesize(environment, outdir, stop));
}

/**
 * Synthesizes all environments and the bootstrap into a temporary folder, which is deleted afterwards.
 * @throws the same errors as `synthesizeAll`
 */
export function synthesizeAllTemporarily(stop: AbortSignal): Promise<ReadonlyMap<string, SynthesizedStack>> {
  return withTemporaryFolder((outdir) => synthesizeAll(outdir, stop));
}

async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stack-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
