import path from 'node:path';
import { readCloudWorkspace, workspacePage } from './cloud-workspace';
import { RemoteRun } from './remote-run';
import { savedRunPage } from './run-page';
import type { TerraformRunner, TerraformRunnerProps } from './terraform-runner';

/** Returns the run in Terraform Cloud that made the last plan; undefined if the plan was made on this machine. */
export function savedRun(
  terraform: TerraformRunner,
  { folder, stop, notify = () => undefined }: TerraformRunnerProps,
): RemoteRun | undefined {
  const workspace = readCloudWorkspace(folder);
  if (workspace === undefined) return undefined;
  const page = savedRunPage(path.resolve(folder, terraform.planFile), workspace);
  if (page === undefined) return undefined;
  const show = () => terraform.run(['show', '-no-color', terraform.planFile], undefined, new AbortController().signal);
  return new RemoteRun({ page, workspacePage: workspacePage(workspace), show, notify, stop });
}
