import type { Environment } from '../environment';
import { physicalName } from '../names';
import { accessName } from '../preview';
import { type Bootstrap, bootstrapName, environmentsOf } from './bootstrap';

/**
 * Returns the environments for which the bootstrap creates roles and a permissions boundary. The roles of other environments must not refer
 * to a boundary, because AWS rejects a role whose boundary does not exist.
 */
export function boundedEnvironments(bootstrap: Bootstrap, environments: readonly Environment[]): Environment[] {
  const { github, terraformCloud } = bootstrap;
  return environmentsOf(bootstrap, environments).filter(
    (environment) => github !== undefined || (terraformCloud !== undefined && hasRunRoles(environment)),
  );
}

/**
 * Whether an environment gets roles for runs of Terraform Cloud. Previews get these roles only if their state is in Terraform Cloud: the
 * roles trust every workspace with a name like a preview's, so creating them without need would be a risk.
 */
export function hasRunRoles({ expires, state }: Pick<Environment, 'expires' | 'state'>): boolean {
  return expires === undefined || state.kind === 'cloud';
}

/**
 * Returns the name of the permissions boundary of an environment's roles. All previews share one boundary. The bootstrap creates the
 * policy, and the environment refers to it by name, so neither stack needs the other's state.
 */
export function boundaryName(
  { project }: Pick<Bootstrap, 'project'>,
  environment: Pick<Environment, 'name' | 'expires'>,
): string {
  return physicalName({ project, name: bootstrapName }, `${accessName(environment)}-boundary`, 'policy');
}
