import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlanOfReport } from '../plan/plan-report';
import { UserError } from '../shared/user-error';

/** The output of `npm run plan` or `npm run drift` about an environment, with `--json`. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly hasChanges?: boolean;
  readonly plans?: readonly PlanOfReport[];
  /** The message, if the command failed. */
  readonly error?: string;
  /** Why the command did not run. */
  readonly skipped?: string;
}

/** Reads the reports that the step `for-environments` has written. @throws UserError if there are none */
export function readReports(folder: string): readonly EnvironmentReport[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) throw new UserError(`${folder} contains no results. The previous step has failed.`);
  return files.sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as EnvironmentReport);
}
