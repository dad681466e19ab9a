import { UserError } from '../shared/user-error';
import type { CloudWorkspace } from './cloud-workspace';

/**
 * Checks the environment variables that make Terraform use another state than the one in the environment's file.
 * @param environment the name of the environment
 * @param workspace the one in the file; undefined if the state is not in Terraform Cloud
 * @throws UserError if a variable names something else
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
      `TF_WORKSPACE is "${name}", so Terraform would use another, empty state of ${environment}. Unset it: ${file} says where the state is.`,
    );
  }
  if (name && name !== workspace.name) {
    throw new UserError(
      `TF_WORKSPACE is "${name}", but the state of ${environment} is in the workspace "${workspace.name}". Unset it, or change \`state\` in ${file}.`,
    );
  }
  // Terraform would ignore it.
  if (organization && organization !== workspace.organization) {
    throw new UserError(
      `TF_CLOUD_ORGANIZATION is "${organization}", but the state of ${environment} is in the organization "${workspace.organization}". Unset it, or change \`state\` in ${file}.`,
    );
  }
}

/** Returns the environment of terraform without TF_WORKSPACE: it may name a workspace only if that exists already. */
export function withoutWorkspace({ TF_WORKSPACE: _name, ...others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return others;
}
