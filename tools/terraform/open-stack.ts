import { join } from 'node:path';
import type { CommandRun } from '../console/command-run';
import { outdir } from '../shared/environment';
import { stateKind } from '../shared/state-kind';
import { synthesize } from '../shared/synthesize';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { requireTerraform } from '../shared/terraform';
import { withCredentialHint } from './credential-hint';
import { TerraformStack } from './terraform-stack';

/** A synthesized stack, in whose folder `terraform init` has succeeded. */
export interface OpenedStack {
  readonly terraform: TerraformStack;
  readonly stack: SynthesizedStack;
}

export interface OpenStackOptions {
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
  /** The path of the file in which the plan is saved. @default a file that is removed at the end */
  readonly planFile?: string | undefined;
}

/**
 * Synthesizes a stack into the folder of `npm run synth`, and runs `terraform init` there. Needs only the credentials
 * for the state.
 * @throws UserError if there is no such stack or no suitable terraform, or if terraform fails
 */
export async function openStack(
  name: string,
  { wait, planFile }: OpenStackOptions,
  { stop, steps }: CommandRun,
): Promise<OpenedStack> {
  const warn = (warnings: string) => steps.line(warnings);
  const stack = await steps.run('Synthesize', () => synthesize(name, outdir, stop, { isolated: false, warn }));
  await requireTerraform();
  const terraform = new TerraformStack({
    folder: join(outdir, 'stacks', name),
    state: stateKind(stack),
    stop,
    lockTimeout: wait ? '60m' : undefined,
    planFile,
    notify: (text) => steps.line(`    ${text}`),
  });
  try {
    await steps.run('terraform init', () => terraform.init());
  } catch (error) {
    throw withCredentialHint(error, name);
  }
  return { terraform, stack };
}
