import type { Environment } from '../environment';
import { physicalName } from '../names';
import { type Bootstrap, bootstrapName, environmentsOf } from './bootstrap';

/**
 * The environments whose roles have a permissions boundary: all environments of the account if the bootstrap creates roles that deploy,
 * otherwise none. Without such roles, the bootstrap creates no boundary, and AWS would reject a role that names it.
 */
export function boundedEnvironments(bootstrap: Bootstrap, environments: readonly Environment[]): Environment[] {
  return bootstrap.github || bootstrap.terraformCloud ? environmentsOf(bootstrap, environments) : [];
}

/**
 * The name of the policy that bounds an environment's roles. The bootstrap creates the policy; the environment only uses its name,
 * so neither stack needs the other's state.
 */
export function boundaryName({ project }: Pick<Bootstrap, 'project'>, { name }: Pick<Environment, 'name'>): string {
  return physicalName({ project, name: bootstrapName }, `${name}-boundary`, 'policy');
}
