import { readFileSync } from 'node:fs';
import type { CloudWorkspace } from './cloud-workspace';

/** The content of a plan file whose plan was made by a run in Terraform Cloud. */
interface SavedRun {
  readonly run_id: string;
  readonly hostname: string;
}

/** Finds the URLs of Terraform Cloud runs in a string. Returns them in the same order. */
export function runPagesIn(text: string): string[] {
  return [...new Set(text.match(/https:\/\/\S+\/runs\/run-\w+/g) ?? [])];
}

/**
 * Returns the URL of the Terraform Cloud page about the run that made a saved plan.
 * @returns undefined if the plan file is missing, or the plan was made on this machine
 */
export function savedRunPage(planFile: string, { organization, name }: CloudWorkspace): string | undefined {
  try {
    const { hostname, run_id: id }: SavedRun = JSON.parse(readFileSync(planFile, 'utf8'));
    return `https://${hostname}/app/${organization}/${name}/runs/${id}`;
  } catch {
    // A plan that was made on this machine is a ZIP file.
    return undefined;
  }
}
