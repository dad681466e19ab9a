import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../shared/synthesize';
import { isolatedEnvironment, requireTerraform } from '../shared/terraform';
import { startStandInProvider } from '../stand-in-provider/start';
import { usedTypes } from '../stand-in-provider/used-types';
import { planFirstDeployment } from './first-deployment';

/** Takes the place of the stack's own backend, so that no state but the copy's is read or written. */
const ownState = { terraform: { backend: { local: { path: 'offline.tfstate' } } } };

/**
 * Shows what a first deployment would create, by the real terraform and without an AWS account. Everything happens in
 * a temporary folder.
 *
 * @returns 0, or the exit code of the terraform that failed, which has said why
 * @throws Refusal where there is no such environment, or no terraform
 */
export async function planOffline(environment: string, image: string, stop: AbortSignal): Promise<number> {
  await requireTerraform();
  const root = mkdtempSync(join(tmpdir(), 'plan-'));
  try {
    console.log(`Synthesizing ${environment} ...`);
    const outdir = join(root, 'cdktf.out');
    await synthesize(environment, outdir, stop);
    return await planWithStandIn(join(outdir, 'stacks', environment), root, image, stop);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function planWithStandIn(folder: string, root: string, image: string, stop: AbortSignal): Promise<number> {
  writeFileSync(join(folder, 'offline_override.tf.json'), JSON.stringify(ownState));
  const types = usedTypes([join(folder, 'cdk.tf.json')]);
  console.log(`Starting a stand-in for hashicorp/aws with ${types.resources.length} types of resources ...`);
  const provider = await startStandInProvider(types);
  try {
    const environment = isolatedEnvironment(root, provider.environment);
    return await planFirstDeployment({ folder, environment, stop }, image);
  } finally {
    provider.stop();
  }
}
