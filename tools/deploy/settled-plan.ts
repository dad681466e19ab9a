import type { CommandRun } from '../console/command-run';
import type { DeployedEnvironment } from '../live/deployed-environment';
import type { PlanSummary } from '../plan/plan-summary';
import type { PlannedChanges } from './planning';
import type { Progress } from './progress';
import { waitForRunningDeployment } from './running-deployment';

/**
 * Makes a plan when no deployment is running in ECS, because Terraform would treat the image of a running deployment as
 * healthy.
 * If a deployment is running, waits until it has ended and plans again. Does not wait if the apply replaces the deployment, so
 * that a corrected version starts without waiting for the broken one.
 */
export async function planSettled(
  props: DeployedEnvironment & CommandRun & { readonly progress: Progress },
  plan: () => Promise<PlannedChanges>,
): Promise<PlannedChanges> {
  const planned = await plan();
  if (changesService(planned.summary)) return planned;
  return (await waitForRunningDeployment(props)) ? plan() : planned;
}

/** Whether the apply changes the ECS service: it starts a deployment or deletes the service. */
function changesService(summary: PlanSummary | undefined): boolean {
  const { created = [], changed = [], replaced = [], destroyed = [] } = summary ?? {};
  return [...created, ...changed, ...replaced, ...destroyed].some(({ type }) => type === 'aws_ecs_service');
}
