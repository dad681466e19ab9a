import { UserError } from '../shared/user-error';
import { explainRemotePlan } from './plan-failure';
import { runPagesIn } from './run-page';
import { savedRun } from './saved-run';
import { explainError } from './terraform-error';
import type { TerraformRunner, TerraformRunnerProps } from './terraform-runner';
import { writeUnwrittenState } from './unwritten-state';

/** The result of `terraform plan`, without the changes themselves. */
export interface PlanOutcome {
  /** Whether an apply would change a resource, an address in the state, or an output. */
  readonly hasChanges: boolean;
  /** The text that Terraform prints about the plan. */
  readonly text: string;
}

/**
 * Plans a change of the stack, and saves the plan for an apply. If an earlier apply could not write its state, writes
 * that state first.
 * @throws UserError with Terraform's message, or with the holder of the state lock
 */
export async function createPlanToApply(
  terraform: TerraformRunner,
  props: TerraformRunnerProps,
  args: readonly string[],
): Promise<PlanOutcome> {
  // Without the state that the earlier apply saved in this file, the plan would create existing resources again.
  await writeUnwrittenState(terraform, props);
  const outcome = await createPlan(terraform, props, args);
  const remoteRun = outcome.hasChanges ? savedRun(terraform, props) : undefined;
  const hasWaited = await remoteRun?.waitForLock(props.lockTimeout !== undefined);
  return hasWaited ? createPlan(terraform, props, args) : outcome;
}

/**
 * Runs `terraform plan` with these arguments, and saves the plan.
 * @throws UserError with Terraform's message, or with the holder of the state lock
 */
export async function createPlan(
  terraform: TerraformRunner,
  props: TerraformRunnerProps,
  args: readonly string[],
): Promise<PlanOutcome> {
  const options = ['-input=false', '-no-color', '-detailed-exitcode', `-out=${terraform.planFile}`];
  const { stop, notify } = props;
  const command = ['plan', ...options, ...args, ...terraform.lockOptions];
  const finished = await terraform.run(command, (line) => terraform.notices.read(line));
  const { exitCode, stdout, stderr } = finished;
  if (stop.aborted && runPagesIn(stdout).length > 0)
    notify?.('The run of the plan continues in Terraform Cloud, but a plan changes nothing.');
  stop.throwIfAborted();
  if (exitCode !== 0 && exitCode !== 2) {
    const explanation = explainError(stderr, props) ?? explainRemotePlan(finished);
    throw explanation === undefined ? terraform.failure('plan', stdout, stderr) : new UserError(explanation);
  }
  return { hasChanges: exitCode === 2, text: stdout };
}
