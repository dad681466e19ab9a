import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { costWithoutPlan } from '../cost/plan-cost';
import { renderChanges } from '../diagram/change-diagram';
import type { PlanOfReport } from '../plan/plan-report';
import { summarizePlan } from '../plan/plan-summary';
import { formatSummary } from '../plan/summary-text';
import { UserError } from '../shared/user-error';
import { type PlannedChanges, type PlanningProps, planAndPrint, planChanges } from './planning';

/** The options of commands that save a plan, so that people can review it before a later run applies it. */
export interface SavedPlanOptions {
  /** Whether to stop after the plan. */
  readonly plan: boolean;
  /** The folder in which to save the plan. Requires `plan`. */
  readonly out?: string | undefined;
  /** The folder of a saved plan to apply, instead of making a new plan. */
  readonly planFrom?: string | undefined;
}

/** The environment, the version and the image for which a plan was made. */
export interface PlannedFor {
  readonly environment: string;
  /** The version of the app, as the image reports it. */
  readonly version: string;
  /** The name of the image: `<repository>@sha256:…` */
  readonly image: string;
  /** Whether this is the first deployment. The plan then creates everything except the service, and a second plan deploys the image. */
  readonly isFirst: boolean;
}

interface SavedPlan extends PlannedFor {
  readonly formatVersion: '1.2';
  readonly hasChanges: boolean;
  readonly plans: readonly PlanOfReport[];
}

interface PlanRun extends SavedPlanOptions, PlanningProps {}

/** Printed instead of the summary of a saved plan if Terraform Cloud does not return the plan's JSON. */
const withheldPlanText =
  'Terraform Cloud shows this plan only to admins of the workspace. To read the plan, see the log of the command that made it.';

export function addSavedPlanOptions(command: Command): Command {
  return command
    .option('--plan', 'only show what would change', false)
    .option('--out <folder>', 'with --plan: save the plan in this folder; the plan contains secrets')
    .option('--plan-from <folder>', 'apply the plan that --out has saved in this folder, and nothing else');
}

/**
 * Returns the path of the file for Terraform's plan, and creates its folder, which only the current user can read.
 * @returns undefined if the options name no folder
 * @throws UserError for options that cannot be combined
 */
export function planFileOf({ plan, out, planFrom }: SavedPlanOptions): string | undefined {
  if (out !== undefined && !plan) throw new UserError('--out saves a plan without applying it. Add --plan.');
  if (planFrom !== undefined && plan)
    throw new UserError('--plan-from applies a saved plan, but --plan only shows a plan. Remove --plan.');
  const folder = out ?? planFrom;
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return path.resolve(process.cwd(), folder, 'terraform.tfplan');
}

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
  const saved: SavedPlan = {
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
  };
  writeFileSync(path.join(out, 'plan.json'), JSON.stringify(saved, null, 2));
  return changes;
}

async function readPlanFor(
  planned: PlannedFor,
  { terraform, stack, steps }: PlanRun,
  folder: string,
): Promise<PlannedChanges> {
  const saved = readSavedPlan(folder);
  assertSame(saved, planned, folder);
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

function readSavedPlan(folder: string): SavedPlan {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8')) as SavedPlan;
  } catch {
    throw new UserError(`${folder} contains no plan. Create one with -- --plan --out ${folder}`);
  }
}

function assertSame(saved: PlannedFor, planned: PlannedFor, folder: string): void {
  const wrong = `The plan in ${folder} is for ${saved.environment}, version ${saved.version}, image ${saved.image}.`;
  const nothing = 'Nothing was changed. Create a new plan.';
  if (saved.environment !== planned.environment) {
    throw new UserError(`${wrong} This command is for ${planned.environment}. ${nothing}`);
  }
  if (saved.image !== planned.image || saved.version !== planned.version) {
    throw new UserError(
      `${wrong} This command would deploy version ${planned.version}, image ${planned.image}. ${nothing}`,
    );
  }
  if (saved.isFirst !== planned.isFirst) {
    throw new UserError(`${wrong} Since then, ${planned.environment} has been created or destroyed. ${nothing}`);
  }
}
