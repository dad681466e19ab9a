import type { Environment } from '../environment';
import { physicalName } from '../names';
import { accessName } from '../preview';
import { type Bootstrap, bootstrapName, environmentsOf } from './bootstrap';

/**
 * Returns the environments that a role of the bootstrap deploys, in the account of the bootstrap. Only their roles have a permissions
 * boundary: for the others, the bootstrap creates no boundary, and AWS would reject a role that names it.
 */
export function boundedEnvironments(bootstrap: Bootstrap, environments: readonly Environment[]): Environment[] {
  const { github, terraformCloud } = bootstrap;
  return environmentsOf(bootstrap, environments).filter(
    (environment) => github !== undefined || (terraformCloud !== undefined && hasRunRoles(environment)),
  );
}

/**
 * Whether an environment gets roles for runs of Terraform Cloud. Previews get them only if their state is in Terraform Cloud, because these
 * roles trust every workspace with the name of a preview.
 */
export function hasRunRoles({ expires, state }: Pick<Environment, 'expires' | 'state'>): boolean {
  return expires === undefined || state.kind === 'cloud';
}

/**
 * Returns the name of the permissions boundary of an environment's roles. All previews share one. The bootstrap creates the policy, and the
 * environment only uses its name, so neither stack needs the other's state.
 */
export function boundaryName(
  { project }: Pick<Bootstrap, 'project'>,
  environment: Pick<Environment, 'name' | 'expires'>,
): string {
  return physicalName({ project, name: bootstrapName }, `${accessName(environment)}-boundary`, 'policy');
}
