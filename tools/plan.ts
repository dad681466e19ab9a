import { createPlanCommand, parsePlanArguments } from './plan/plan-arguments';
import type * as PlanOffline from './plan/plan-offline';
import { planOnline } from './plan/plan-online';
import { runCommand } from './shared/run-command';

runCommand(async (stop) => {
  const plan = parsePlanArguments(createPlanCommand(), process.argv.slice(2));
  if (plan.offline) {
    // Loaded only if it is needed, because the offline provider takes longer to load than everything else.
    const { planOffline }: typeof PlanOffline = require('./plan/plan-offline');
    process.exitCode = await planOffline(plan.environment, plan.image, stop);
  } else {
    process.exitCode = await planOnline(plan.environment, plan.terraformArguments, stop);
  }
});
