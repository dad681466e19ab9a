import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlanOfReport } from '../plan/plan-report';
import { UserError } from '../shared/user-error';

/** The JSON that `npm run plan` or `npm run drift` prints about an environment, or the reason why there is no JSON. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly hasChanges?: boolean;
  readonly plans?: readonly PlanOfReport[];
  /** The error message if the command failed. */
  readonly error?: string;
  /** Why the command was not run. */
  readonly skipped?: string;
}

/** Reads the reports that the step `for-environments` has written into a folder. @throws UserError if the folder contains none */
export function readReports(folder: string): readonly EnvironmentReport[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0)
    throw new UserError(
      `${folder} contains no reports, because the step for-environments failed. See the log of that step.`,
    );
  return files.sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as EnvironmentReport);
}
