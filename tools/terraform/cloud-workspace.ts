import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The workspace of Terraform Cloud that contains the state of a stack. */
export interface CloudWorkspace {
  readonly organization: string;
  readonly name: string;
}

interface CloudDocument {
  readonly terraform?: {
    readonly cloud?: { readonly organization: string; readonly workspaces: { readonly name: string } };
  };
}

/**
 * Reads the `cloud` block of a stack.
 * @param folder the folder with the synthesized JSON
 * @returns undefined if the state is not in Terraform Cloud
 */
export function readCloudWorkspace(folder: string): CloudWorkspace | undefined {
  const file = path.join(folder, 'cdk.tf.json');
  if (!existsSync(file)) return undefined;
  const { terraform }: CloudDocument = JSON.parse(readFileSync(file, 'utf8'));
  return terraform?.cloud && { organization: terraform.cloud.organization, name: terraform.cloud.workspaces.name };
}

/**
 * Returns the address of a workspace's page. With Terraform Enterprise, the variable TF_CLOUD_HOSTNAME names its host.
 */
export function workspacePage({ organization, name }: CloudWorkspace): string {
  return `https://${process.env.TF_CLOUD_HOSTNAME || 'app.terraform.io'}/app/${organization}/workspaces/${name}`;
}
