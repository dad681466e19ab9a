import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PlanOfReport } from '../plan/plan-report';
import { UserError } from '../shared/user-error';

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

/** A plan that was saved in a folder, beside the file with Terraform's plan. */
export interface SavedPlan extends PlannedFor {
  readonly formatVersion: '1.2';
  readonly hasChanges: boolean;
  readonly plans: readonly PlanOfReport[];
}

export function writeSavedPlan(folder: string, plan: SavedPlan): void {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan, null, 2));
}

/**
 * Reads the saved plan in a folder.
 * @throws UserError if there is none, or if it is for another environment, version or image
 */
export function readSavedPlan(folder: string, planned: PlannedFor): SavedPlan {
  const saved = parseSavedPlan(folder);
  assertSame(saved, planned, folder);
  return saved;
}

function parseSavedPlan(folder: string): SavedPlan {
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
