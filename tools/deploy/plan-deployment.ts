import { costWithoutPlan } from '../cost/plan-cost';
import { renderChanges } from '../diagram/change-diagram';
import { summarizePlan } from '../plan/plan-summary';
import { formatSummary } from '../plan/summary-text';
import { UserError } from '../shared/user-error';
import { type PlannedChanges, type PlanningProps, planAndPrint, planChanges } from './planning';
import { type PlannedFor, readSavedPlan, writeSavedPlan } from './saved-plan';
import type { SavedPlanOptions } from './saved-plan-options';

interface PlanRun extends SavedPlanOptions, PlanningProps {}

/** Printed instead of the summary of a saved plan if Terraform Cloud does not return the plan's JSON. */
const withheldPlanText =
  'Terraform Cloud shows this plan only to admins of the workspace. To read the plan, see the log of the command that made it.';

/**
 * Makes a plan, or reads the saved plan in the folder `planFrom`, and prints the summary of the plan. If `out` is set, a
 * new plan's summary is also saved in that folder.
 * @throws UserError if the saved plan is for another environment, version or image
 */
export async function planFor(planned: PlannedFor, run: PlanRun): Promise<PlannedChanges> {
  const { terraform, out, planFrom } = run;
  if (planFrom !== undefined) return readPlanFor(planned, run, planFrom);
  const changes = await planAndPrint(run, planned.isFirst ? undefined : planned.image);
  if (out === undefined) return changes;
  const { summary, hasChanges } = changes;
  const page = terraform.runPages.at(-1);
  const diagram = summary && renderChanges(planned.environment, run.stack, summary);
  writeSavedPlan(out, {
    ...planned,
    formatVersion: '1.2',
    hasChanges: planned.isFirst || hasChanges,
    plans: [
      {
        kind: 'next-apply',
        ...(page && { run: page }),
        ...(summary ?? { withheld: true }),
        ...(diagram && { diagram }),
      },
    ],
  });
  return changes;
}

async function readPlanFor(
  planned: PlannedFor,
  { terraform, stack, steps }: PlanRun,
  folder: string,
): Promise<PlannedChanges> {
  const saved = readSavedPlan(folder, planned);
  const json = await terraform.readPlanIfAllowed();
  const summary = json && summarizePlan(json, stack);
  steps.line(`\n${summary ? formatSummary(summary) : `${withheldPlanText}\n${costWithoutPlan(stack)}`}\n`);
  return { hasChanges: saved.hasChanges, summary };
}

/**
 * Makes the second plan of a first deployment, which deploys the image.
 * If the first plan was a saved one, nobody has reviewed the second plan, so the second must not destroy or replace a
 * resource.
 * @throws UserError if the second plan destroys or replaces a resource
 */
export async function planImage(image: string, run: PlanRun): Promise<void> {
  const { planFrom } = run;
  const { summary } = await planChanges(run, image);
  if (planFrom === undefined || summary === undefined) return;
  const unexpected = [...summary.replaced, ...summary.destroyed].map(({ address }) => address);
  if (unexpected.length === 0) return;
  throw new UserError(
    `Everything except the service exists now. To deploy the image, Terraform would also replace or destroy ${unexpected.join(', ')}, which is not in the plan in ${planFrom}. Create a new plan.`,
  );
}
