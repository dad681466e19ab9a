import { Steps } from './console/steps';
import { createPlanCommand, parsePlanArguments } from './plan/plan-arguments';
import { planEnvironment } from './plan/plan-environment';
import type * as OfflinePlan from './plan/plan-first-deployment';
import { printReport } from './plan/plan-report';
import { runCommand } from './shared/run-command';

runCommand(async (stop) => {
  const plan = parsePlanArguments(createPlanCommand(), process.argv.slice(2));
  // The steps are printed to standard error, because standard output may be redirected to a file.
  const run = { stop, steps: new Steps(process.stderr) };
  if (plan.offline) {
    // Loaded only for --offline, because loading the offline provider takes longer than loading everything else.
    const { planFirstDeployment }: typeof OfflinePlan = require('./plan/plan-first-deployment');
    process.exitCode = printReport(await planFirstDeployment(plan, run), plan);
  } else {
    process.exitCode = printReport(await planEnvironment(plan, run), plan);
  }
});
