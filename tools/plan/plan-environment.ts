import { join } from 'node:path';
import type { Steps } from '../console/steps';
import { outdir, stateKind } from '../shared/environment';
import { synthesize } from '../shared/synthesize';
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

/**
 * Synthesizes a stack in the folder of `npm run synth`, and plans its next apply. An environment that was applied keeps its image.
 * @throws UserError if there is no such stack, no suitable terraform, or if terraform fails
 */
export async function planEnvironment(plan: OnlinePlanArguments, { stop, steps }: PlanRun): Promise<PlanReport> {
  const { environment } = plan;
  const stack = await steps.run('Synthesize', () =>
    synthesize(environment, outdir, stop, { isolated: false, warn: (warnings) => steps.line(warnings) }),
  );
  await requireTerraform();
  const terraform = new TerraformStack({
    folder: join(outdir, 'stacks', environment),
    state: stateKind(stack),
    stop,
    lockTimeout: plan.wait ? '60m' : undefined,
    planFile: fileOf(plan.terraformArguments),
  });
  try {
    await steps.run('terraform init', () => terraform.init());
    return await planStack(terraform, stack, plan, steps);
  } catch (error) {
    throw withCredentialHint(error, environment);
  }
}

/** The file that the user names with `-out`, as `-out=file` or `-out file`. Terraform finds it from the stack's folder on. */
function fileOf(args: readonly string[]): string | undefined {
  const index = args.findIndex((argument) => /^-out(=|$)/.test(argument));
  if (index === -1) return undefined;
  const file = args[index]?.slice('-out='.length) || args[index + 1];
  if (file === undefined) throw new UserError('-out needs the name of a file: -out=plan.tfplan');
  return file;
}
