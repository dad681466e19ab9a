import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IAspect } from 'cdktf';
import type { IConstruct } from 'constructs';
import { type Bootstrap, bootstrapName, environmentsOf } from './bootstrap/bootstrap';
import type { Environment } from './environment';
import { physicalName } from './names';

/** Sets a permissions boundary on every role in a scope, whichever construct defines it: no role can do more than the boundary. */
export class PermissionsBoundary implements IAspect {
  constructor(private readonly policyArn: string) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole) node.permissionsBoundary = this.policyArn;
  }
}

/**
 * The environments whose roles carry a boundary: if the bootstrap creates roles that deploy, all environments of its account.
 * Elsewhere there is no such policy, and AWS would refuse a role that names it.
 */
export function boundedEnvironments(bootstrap: Bootstrap, environments: readonly Environment[]): Environment[] {
  return bootstrap.github || bootstrap.terraformCloud ? environmentsOf(bootstrap, environments) : [];
}

/**
 * The name of the policy that bounds an environment's roles. The bootstrap creates the policy. The environment knows its name
 * and nothing else of it, so neither stack needs the other's state.
 */
export function boundaryName({ project }: Pick<Bootstrap, 'project'>, { name }: Pick<Environment, 'name'>): string {
  return physicalName({ project, name: bootstrapName }, `${name}-boundary`, 'policy');
}

export function policyArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:policy/${name}`;
}
