import { join } from 'node:path';
import type { Steps } from '../console/steps';
import { outdir, stateKind } from '../shared/environment';
import { synthesize } from '../shared/synthesize';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { requireTerraform } from '../shared/terraform';
import { UserError } from '../shared/user-error';
import { TerraformStack } from '../terraform/terraform-stack';
import { withCredentialHint } from './credential-hint';
import type { OnlinePlanArguments } from './plan-arguments';
import type { PlanReport } from './plan-report';
import { planStack } from './plan-stack';

export interface PlanRun {
  readonly stop: AbortSignal;
  readonly steps: Steps;
}

/** A synthesized stack, in whose folder `terraform init` has succeeded. */
export interface OpenedStack {
  readonly terraform: TerraformStack;
  readonly stack: SynthesizedStack;
}

/**
 * Synthesizes a stack into the folder of `npm run synth`, and plans its next apply. If the environment was applied
 * before, the plan keeps the running image.
 * @throws UserError if there is no such stack or no suitable terraform, or if terraform fails
 */
export async function planEnvironment(plan: OnlinePlanArguments, run: PlanRun): Promise<PlanReport> {
  const planFile = fileOf(plan.terraformArguments);
  const { terraform, stack } = await openStack(plan.environment, { wait: plan.wait, planFile }, run);
  try {
    return await planStack(terraform, stack, plan, run.steps);
  } catch (error) {
    throw withCredentialHint(error, plan.environment);
  }
}

/**
 * Synthesizes a stack into the folder of `npm run synth`, and runs `terraform init` there. The only credentials that it
 * needs are those for the state.
 * @throws UserError if there is no such stack or no suitable terraform, or if terraform fails
 */
export async function openStack(
  name: string,
  { wait, planFile }: { readonly wait: boolean; readonly planFile?: string | undefined },
  { stop, steps }: PlanRun,
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

/**
 * Returns the plan file that the user names with `-out=file` or `-out file`; undefined without that option. Terraform
 * resolves a relative path against the stack's folder.
 */
function fileOf(args: readonly string[]): string | undefined {
  const index = args.findIndex((argument) => /^-out(=|$)/.test(argument));
  if (index === -1) return undefined;
  const file = args[index]?.slice('-out='.length) || args[index + 1];
  if (file === undefined) throw new UserError('-out needs the name of a file, as in -out=plan.tfplan');
  return file;
}
