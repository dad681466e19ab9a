import type { DeployedEnvironment } from '../deployed/deployed-environment';
import type { PlanSummary } from '../plan/plan-summary';
import type { CommandRun } from './command-run';
import type { PlannedChanges } from './planning';
import type { Progress } from './progress';
import { waitForRunningDeployment } from './running-deployment';

/**
 * Plans. If a deployment is still running in ECS, waits for it and plans again, because Terraform would treat its image as healthy. It
 * does not wait if the apply replaces that deployment: then a corrected version starts before ECS has given up the broken one.
 */
export async function planSettled(
  props: DeployedEnvironment & CommandRun & { readonly progress: Progress },
  plan: () => Promise<PlannedChanges>,
): Promise<PlannedChanges> {
  const planned = await plan();
  if (changesService(planned.summary)) return planned;
  return (await waitForRunningDeployment(props)) ? plan() : planned;
}

/** Whether the apply starts a deployment in ECS or deletes the service. */
function changesService(summary: PlanSummary | undefined): boolean {
  const { created = [], changed = [], replaced = [], destroyed = [] } = summary ?? {};
  return [...created, ...changed, ...replaced, ...destroyed].some(({ type }) => type === 'aws_ecs_service');
}
