import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { ExclusivePolicies } from './exclusive-policies';
import { allowPolicy, type Permission } from './policy';

export interface RoleProps {
  readonly name: string;
  readonly description: string;
  /** The policy that says who may take the role, as JSON. */
  readonly trust: string;
}

/** The role of a scope, for a service of AWS; it may do nothing until something is granted. */
export class Role {
  readonly arn: string;
  readonly name: string;
  /** What has been granted; what takes the role depends on these, or begins without them. */
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
      // A destroy removes policies that were added by hand after the last apply; AWS deletes no role with policies.
      forceDetachPolicies: true,
    });
    this.exclusive = new ExclusivePolicies(scope, role);
    this.arn = role.arn;
    this.name = role.name;
  }

  /** Allows the role what `permissions` say, in an inline policy called `id`. */
  grant(id: string, permissions: readonly Permission[]): void {
    const policy = new IamRolePolicy(this.scope, id, { name: id, role: this.name, policy: allowPolicy(permissions) });
    this.policies.push(policy);
    this.exclusive.include(id, policy);
  }
}
