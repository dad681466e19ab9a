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

/** The options of commands whose plan is reviewed before another run applies it. */
export interface SavedPlanOptions {
  /** Stops after the plan. */
  readonly plan: boolean;
  /** With `plan`: the folder that keeps the plan. */
  readonly out?: string | undefined;
  /** The folder with the plan to apply, instead of a new one. */
  readonly planFrom?: string | undefined;
}

/** The version and the image that a plan deploys. */
export interface PlannedFor {
  readonly environment: string;
  /** The version that the image reports. */
  readonly version: string;
  /** `<repository>@sha256:…` */
  readonly image: string;
  /** Whether nothing was deployed before. Then the plan creates everything but the service, and a second plan deploys the image. */
  readonly isFirst: boolean;
}

interface SavedPlan extends PlannedFor {
  readonly formatVersion: '1.2';
  readonly hasChanges: boolean;
  readonly plans: readonly PlanOfReport[];
}

interface PlanRun extends SavedPlanOptions, PlanningProps {}

/** The text instead of the summary if Terraform Cloud does not return the plan's JSON. */
export const withheldPlan =
  'Terraform Cloud shows this plan only to admins of the workspace. The log of the command that made the plan contains the text.';

export function addSavedPlanOptions(command: Command): Command {
  return command
    .option('--plan', 'only show what would change', false)
    .option('--out <folder>', 'with --plan: keep the plan in this folder; it contains secrets')
    .option('--plan-from <folder>', 'apply the plan in this folder, and nothing else');
}

/**
 * Returns the file of Terraform's plan, in a folder that only its user can read.
 * @returns undefined if no plan is kept
 * @throws UserError for options that cannot be combined
 */
export function planFileOf({ plan, out, planFrom }: SavedPlanOptions): string | undefined {
  if (out !== undefined && !plan) throw new UserError('--out keeps a plan that is not applied. Add --plan.');
  if (planFrom !== undefined && plan) throw new UserError('--plan-from applies a plan. Remove --plan.');
  const folder = out ?? planFrom;
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return path.resolve(process.cwd(), folder, 'terraform.tfplan');
}

/**
 * Plans and prints the summary, or reads the plan that `planFrom` names. With `out`, the folder gets the summary too.
 * @throws UserError if the plan was made for another environment, version or image
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
  steps.line(`\n${summary ? formatSummary(summary) : `${withheldPlan}\n${costWithoutPlan(stack)}`}\n`);
  return { hasChanges: saved.hasChanges, summary };
}

/**
 * Makes the second plan of a first deployment. Reviewers of a saved plan have not seen this one, so it must not destroy or replace a
 * resource. @throws UserError if it does
 */
export async function planImage(image: string, run: PlanRun): Promise<void> {
  const { planFrom } = run;
  const { summary } = await planChanges(run, image);
  if (planFrom === undefined || summary === undefined) return;
  const unexpected = [...summary.replaced, ...summary.destroyed].map(({ address }) => address);
  if (unexpected.length === 0) return;
  throw new UserError(
    `Everything but the service exists now. To deploy the image, Terraform would also replace or destroy ${unexpected.join(', ')}. That was not in the plan in ${planFrom}. Create a new plan.`,
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
    throw new UserError(`${wrong} Now it would be version ${planned.version}, image ${planned.image}. ${nothing}`);
  }
  if (saved.isFirst !== planned.isFirst) {
    throw new UserError(`${wrong} Since then, ${planned.environment} has been created or destroyed. ${nothing}`);
  }
}
