import type { CommandRun } from '../console/command-run';
import type { PlanReport } from '../plan/plan-report';
import { planStack } from '../plan/plan-stack';
import { withCredentialHint } from '../terraform/credential-hint';
import { openStack } from '../terraform/open-stack';

export interface DriftOptions {
  /** Whether to print only JSON. A plan without a summary is then an error. */
  readonly json: boolean;
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
}

/**
 * Compares an environment with AWS and with its file, in two plans.
 * A refresh-only plan finds drift: changes in AWS since the last apply. A plan without a refresh finds changes in the
 * file that have not been applied yet.
 * @returns a report without plans before the first apply
 * @throws UserError if there is no such environment or no suitable terraform, or if terraform fails
 */
export async function detectDrift(
  environment: string,
  { json, wait }: DriftOptions,
  run: CommandRun,
): Promise<PlanReport> {
  const { terraform, stack } = await openStack(environment, { wait }, run);
  const plan = (...terraformArguments: readonly string[]) =>
    planStack(
      { terraform, stack, steps: run.steps },
      { environment, offline: false, json, full: false, wait, terraformArguments },
    );
  try {
    if (Object.keys(await terraform.outputs()).length === 0) {
      const remarks = [`${environment} has not been applied yet, so there is nothing to compare.`];
      return { environment, offline: false, hasChanges: false, plans: [], remarks };
    }
    const drift = await plan('-refresh-only');
    const pending = await plan('-refresh=false');
    return {
      environment,
      offline: false,
      hasChanges: drift.hasChanges || pending.hasChanges,
      plans: [...drift.plans, ...pending.plans.map((one) => ({ ...one, title: 'What the next apply would change' }))],
      remarks: pending.remarks,
    };
  } catch (error) {
    throw withCredentialHint(error, environment);
  }
}
