import { previewPrefix } from '../../contract';
import type { Environment } from '../environment';
import { stateKey, workspaceName } from '../settings/state-settings';
import { isPlaceholder } from './placeholder';
import { regionRemedy } from './regions';
import type { SettingsProblem } from './settings-problem';

/** The settings that determine where a state is stored. */
type Stateful = Pick<Environment, 'project' | 'name' | 'state' | 'expires'>;

/** Returns the problems with the state settings, including a state that an earlier environment already uses. */
export function stateProblems(environment: Stateful, earlier: readonly Stateful[]): SettingsProblem[] {
  const { state } = environment;
  switch (state.kind) {
    case 'local':
      return [];
    case 's3':
      return [
        ...problem('state.bucket', state.bucket, bucketRemedy(state.bucket) ?? sharedRemedy(environment, earlier)),
        ...problem('state.region', state.region, regionRemedy(state.region)),
      ];
    case 'cloud': {
      const workspace = workspaceName(environment, state);
      return [
        ...problem('state.organization', state.organization, organizationRemedy(state.organization)),
        ...problem(
          'state.workspace',
          workspace,
          workspaceRemedy(workspace) ?? previewRemedy(environment, workspace) ?? sharedRemedy(environment, earlier),
        ),
      ];
    }
  }
}

function problem(field: string, value: string, remedy: string | undefined): SettingsProblem[] {
  return remedy === undefined ? [] : [{ field, value, remedy }];
}

/**
 * Returns the remedy for an invalid name of a bucket; undefined for a valid name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
function bucketRemedy(bucket: string): string | undefined {
  if (isPlaceholder(bucket)) {
    return 'This is a placeholder. Use the name of your bucket.';
  }
  if (!/^[a-z0-9]([a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(bucket) || /^\d+(\.\d+){3}$/.test(bucket)) {
    return 'Use 3 to 63 lower-case letters, digits, hyphens and single dots, with a letter or digit at both ends. The name must not look like an IP address.';
  }
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(bucket)) {
    return 'AWS reserves names that start with xn--, sthree- and amzn-s3-demo-. Use the name of your bucket.';
  }
  if (/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(bucket)) {
    return 'Names with this ending belong to access point aliases, directory buckets and table buckets. Use a general purpose bucket.';
  }
  return undefined;
}

/**
 * Returns the remedy for an invalid name of an organization in Terraform Cloud; undefined for a valid name.
 * https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/organizations
 */
export function organizationRemedy(organization: string): string | undefined {
  if (isPlaceholder(organization)) {
    return 'This is a placeholder. Use the name of your organization in Terraform Cloud.';
  }
  return /^[A-Za-z0-9][\w-]{2,}$/.test(organization)
    ? undefined
    : 'Use the name of your organization in Terraform Cloud: 3 or more letters, digits, hyphens and underscores.';
}

/**
 * Returns the remedy for an invalid name of a Terraform Cloud workspace; undefined for a valid name. Placeholders are not rejected, because
 * a workspace may have any name.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create
 */
function workspaceRemedy(workspace: string): string | undefined {
  return /^[\w-]{1,90}$/.test(workspace)
    ? undefined
    : 'Use 1 to 90 letters, digits, hyphens and underscores, or remove the setting.';
}

/**
 * Returns the remedy if the name of the workspace is reserved for previews; undefined otherwise. Everybody who may deploy previews could
 * replace the resources of such a workspace. The preview roles would also trust it.
 */
function previewRemedy({ project, expires }: Stateful, workspace: string): string | undefined {
  const reserved = workspaceName({ project, name: previewPrefix }, {});
  return expires === undefined && workspace.startsWith(reserved)
    ? `Names that start with ${reserved} are reserved for previews. Use another name, or remove the setting.`
    : undefined;
}

/**
 * Returns the remedy if an earlier environment has the same state; undefined otherwise. If two environments shared a state, each would
 * destroy the resources of the other.
 */
function sharedRemedy(environment: Stateful, earlier: readonly Stateful[]): string | undefined {
  // `clashProblems` reports environments with the same name.
  const others = earlier.filter(({ name }) => name !== environment.name);
  const owner = others.find((other) => stateAddress(other) === stateAddress(environment));
  return owner && `The environment ${owner.name} stores its state in the same place. Choose another place.`;
}

function stateAddress({ project, name, state }: Stateful): string {
  // The state of an earlier environment may be malformed and have no kind. The checks of that environment report this problem.
  switch (state?.kind) {
    case 's3':
      return `s3://${state.bucket}/${stateKey({ project, name })}`;
    case 'cloud':
      return `cloud:${state.organization}/${workspaceName({ project, name }, state)}`;
    default:
      return `file:${name}`;
  }
}
