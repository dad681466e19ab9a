import type { CommandRun } from '../console/command-run';
import { UserError } from '../shared/user-error';
import { withCredentialHint } from '../terraform/credential-hint';
import { openStack } from '../terraform/open-stack';
import type { OnlinePlanArguments } from './plan-arguments';
import type { PlanReport } from './plan-report';
import { planStack } from './plan-stack';

/**
 * Synthesizes a stack into the folder of `npm run synth`, and plans its next apply. If the environment was applied
 * before, the plan keeps the running image.
 * @throws UserError if there is no such stack or no suitable terraform, or if terraform fails
 */
export async function planEnvironment(plan: OnlinePlanArguments, run: CommandRun): Promise<PlanReport> {
  const planFile = fileOf(plan.terraformArguments);
  const { terraform, stack } = await openStack(plan.environment, { wait: plan.wait, planFile }, run);
  try {
    return await planStack({ terraform, stack, steps: run.steps }, plan);
  } catch (error) {
    throw withCredentialHint(error, plan.environment);
  }
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
