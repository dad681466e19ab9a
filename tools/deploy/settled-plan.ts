import type { CommandRun } from '../console/command-run';
import type { DeployedEnvironment } from '../live/deployed-environment';
import type { PlanSummary } from '../plan/plan-summary';
import type { PlannedChanges } from './planning';
import type { Progress } from './progress';
import { waitForRunningDeployment } from './running-deployment';

/**
 * Makes a plan. If a deployment is still running in ECS, waits until the deployment has ended, and plans again. Without
 * this wait, Terraform would treat the image of that deployment as healthy.
 * Does not wait if the plan changes the service, because the apply then replaces the running deployment. So a corrected
 * version does not wait for a broken one.
 */
export async function planSettled(
  props: DeployedEnvironment & CommandRun & { readonly progress: Progress },
  plan: () => Promise<PlannedChanges>,
): Promise<PlannedChanges> {
  const planned = await plan();
  if (changesService(planned.summary)) return planned;
  return (await waitForRunningDeployment(props)) ? plan() : planned;
}

/** Whether the apply changes the ECS service, which starts a new deployment or deletes the service. */
function changesService(summary: PlanSummary | undefined): boolean {
  const { created = [], changed = [], replaced = [], destroyed = [] } = summary ?? {};
  return [...created, ...changed, ...replaced, ...destroyed].some(({ type }) => type === 'aws_ecs_service');
}
