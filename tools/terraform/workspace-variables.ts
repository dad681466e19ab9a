import { UserError } from '../shared/user-error';
import type { CloudWorkspace } from './cloud-workspace';

/**
 * Checks that no environment variable makes Terraform use a state other than the one in the environment's file.
 * @param environment the name of the environment
 * @param workspace the workspace in the environment's file; undefined if the state is not in Terraform Cloud
 * @throws UserError if TF_WORKSPACE or TF_CLOUD_ORGANIZATION names another workspace or organization
 */
export function checkWorkspaceVariables(
  environment: string,
  workspace: CloudWorkspace | undefined,
  { TF_WORKSPACE: name, TF_CLOUD_ORGANIZATION: organization }: NodeJS.ProcessEnv = process.env,
): void {
  const file = `environments/${environment}.ts`;
  if (workspace === undefined) {
    if (!name || name === 'default') return;
    throw new UserError(
      `TF_WORKSPACE is "${name}", so Terraform would use another, empty state of ${environment}. Unset TF_WORKSPACE: ${file} says where the state is.`,
    );
  }
  if (name && name !== workspace.name) {
    throw new UserError(
      `TF_WORKSPACE is "${name}", but the state of ${environment} is in the workspace "${workspace.name}". Unset TF_WORKSPACE, or change \`state\` in ${file}.`,
    );
  }
  // Terraform would silently ignore the variable and use the organization in the JSON.
  if (organization && organization !== workspace.organization) {
    throw new UserError(
      `TF_CLOUD_ORGANIZATION is "${organization}", but the state of ${environment} is in the organization "${workspace.organization}". Unset TF_CLOUD_ORGANIZATION, or change \`state\` in ${file}.`,
    );
  }
}

/**
 * Returns the environment variables for terraform, without TF_WORKSPACE: `terraform init` fails if that variable names a workspace that
 * does not exist yet.
 */
export function withoutWorkspace({ TF_WORKSPACE: _name, ...others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return others;
}
