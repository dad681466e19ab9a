import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { allowPolicy, ecsTasksTrust, type Permission } from '../policy';

export interface TaskRoleProps {
  readonly name: string;
  readonly description: string;
  /** The account whose tasks may take the role. */
  readonly accountId: string;
}

/** A role that ECS takes for a task; it may do nothing until something is granted. */
export class TaskRole extends Construct {
  readonly arn: string;
  /** What has been granted; a service depends on these, or its first tasks may run without them. */
  readonly policies: IamRolePolicy[] = [];
  private readonly role: IamRole;

  constructor(scope: Construct, id: string, { name, description, accountId }: TaskRoleProps) {
    super(scope, id);
    this.role = new IamRole(this, 'role', { name, description, assumeRolePolicy: ecsTasksTrust(accountId) });
    this.arn = this.role.arn;
  }

  /** Allows the role what `permissions` say, in an inline policy called `id`. */
  grant(id: string, permissions: readonly Permission[]): void {
    const policy = new IamRolePolicy(this, id, { name: id, role: this.role.name, policy: allowPolicy(permissions) });
    this.policies.push(policy);
  }
}
