import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import type { Steps } from '../console/steps';
import { synthesize } from './synthesize';
import type { SynthesizedStack } from './synthesized-stack';
import { isolatedEnvironment, requireTerraform, type TerraformRun } from './terraform';

/** A stack's folder, and the environment variables with which `terraform` runs there without an AWS account. */
export interface OfflineStack extends Omit<TerraformRun, 'output'> {
  readonly stack: SynthesizedStack;
}

/** Replaces the stack's backend, so that terraform neither reads nor writes the real state. */
const temporaryBackend = { terraform: { backend: { local: { path: 'offline.tfstate' } } } };

/**
 * Synthesizes a stack into a temporary folder, and runs `work` there with the offline provider instead of
 * hashicorp/aws.
 * @param options `steps` prints the synthesis as a step
 * @throws UserError if there is no such stack, or if Terraform is missing or too old
 */
export async function withOfflineStack<T>(
  name: string,
  { stop, steps }: { readonly stop: AbortSignal; readonly steps: Steps },
  work: (stack: OfflineStack) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'plan-'));
  try {
    const outdir = join(root, 'cdktf.out');
    // The first step, because only the synthesis knows which stacks exist.
    const stack = await steps.run('Synthesize', () => synthesize(name, outdir, stop));
    await requireTerraform();
    const folder = join(outdir, 'stacks', name);
    writeFileSync(join(folder, 'offline_override.tf.json'), JSON.stringify(temporaryBackend));
    const types = usedTypes([join(folder, 'cdk.tf.json')]);
    const provider = await startOfflineProvider(types);
    try {
      return await work({ stack, folder, environment: isolatedEnvironment(root, provider.environment), stop });
    } finally {
      provider.stop();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
