import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { ExclusivePolicies } from './exclusive-policies';
import { allowPolicy, type Permission } from './policy';

export interface RoleProps {
  readonly name: string;
  readonly description: string;
  /** The trust policy as JSON. It names the principals that may assume the role. */
  readonly trust: string;
}

/** An IAM role that an AWS service assumes. It has no permissions until `grant` adds them. */
export class Role {
  readonly arn: string;
  readonly name: string;
  /**
   * The policies of the role. Resources that use the role must depend on these policies. Otherwise, a resource may start without
   * permissions.
   */
  readonly policies: IamRolePolicy[] = [];
  private readonly exclusive: ExclusivePolicies;

  constructor(
    private readonly scope: Construct,
    { name, description, trust }: RoleProps,
  ) {
    const role = new IamRole(scope, 'role', {
      name,
      description,
      assumeRolePolicy: trust,
      // AWS cannot delete a role with policies, and somebody may have added a policy by hand.
      forceDetachPolicies: true,
    });
    this.exclusive = new ExclusivePolicies(scope, role);
    this.arn = role.arn;
    this.name = role.name;
  }

  /** Grants permissions to the role, in an inline policy. `id` is the name of the policy and the id of its construct. */
  grant(id: string, permissions: readonly Permission[]): void {
    const policy = new IamRolePolicy(this.scope, id, { name: id, role: this.name, policy: allowPolicy(permissions) });
    this.policies.push(policy);
    this.exclusive.include(id, policy);
  }
}
