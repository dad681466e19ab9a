import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleImage } from '../plan/sample-image';
import type { OfflineStack } from '../shared/offline-stack';
import { runTerraform } from '../shared/terraform';
import { UserError } from '../shared/user-error';

/**
 * Plans a first deployment with an image, and writes the plan as JSON. Without an image, the plan would not contain the
 * service.
 * @returns the path of the JSON file
 * @throws UserError with Terraform's output if a terraform command fails
 */
export async function planAsJson(stack: OfflineStack): Promise<string> {
  const run = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, output } = await runTerraform([...args, '-no-color'], { ...stack, output: 'collect' });
    if (exitCode !== 0) throw new UserError(output);
    return output;
  };
  const { variable = {} }: { variable?: object } = JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8'));
  await run('init');
  await run(
    'plan',
    '-out=scan.tfplan',
    ...('container_image' in variable ? [`-var=container_image=${sampleImage}`] : []),
  );
  const file = join(stack.folder, 'plan.json');
  writeFileSync(file, await run('show', '-json', 'scan.tfplan'));
  return file;
}
