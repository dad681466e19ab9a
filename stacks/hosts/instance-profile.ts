import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { ec2Trust, type Permission } from '../iam/policy';
import { Role } from '../iam/role';
import { sessionPermission } from '../iam/session-permission';
import { physicalName } from '../names';

export interface InstanceProfileProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  /** The last part of the names in AWS, for example `hosts`. */
  readonly name: string;
  /** The purpose of the instances, for descriptions in AWS. */
  readonly description: string;
  /** The permissions of the instances in addition to those for Systems Manager, by the name of the policy. @default none */
  readonly permissions?: Readonly<Record<string, readonly Permission[]>>;
}

/** The instance profile, through which EC2 instances use a role. */
export interface InstanceProfile {
  readonly arn: string;
  /** The policies of the role. */
  readonly policies: readonly ITerraformDependable[];
}

/** Defines the IAM role of EC2 instances and its instance profile. */
export function defineInstanceProfile(scope: Construct, props: InstanceProfileProps): InstanceProfile {
  const { environment, accountId, name, description, permissions } = props;
  const role = new Role(scope, {
    name: physicalName(environment, name, 'role'),
    description: `Role of EC2 instances: ${description}`,
    trust: ec2Trust,
  });
  const granted = { 'be-managed': systemsManagerPermissions(environment.region, accountId), ...permissions };
  for (const [id, permission] of Object.entries(granted)) role.grant(id, permission);
  const { arn } = new IamInstanceProfile(scope, 'instance-profile', {
    name: physicalName(environment, name, 'instanceProfile'),
    role: role.name,
  });
  return { arn, policies: role.policies };
}

/**
 * Returns the permissions that the Systems Manager agent needs for sessions.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
function systemsManagerPermissions(region: string, accountId: string): Permission[] {
  return [
    { actions: ['ssm:UpdateInstanceInformation'], resources: [`arn:aws:ec2:${region}:${accountId}:instance/*`] },
    sessionPermission,
  ];
}
