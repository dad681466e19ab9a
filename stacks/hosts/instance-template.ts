import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { ec2Trust, type Permission } from '../iam/policy';
import { Role } from '../iam/role';
import { namePrefix, physicalName } from '../names';
import { noIngress, tasksMoveFirst } from '../network/network';

export interface InstanceTemplateProps {
  readonly environment: Environment;
  /** The account that the instances are in. */
  readonly accountId: string;
  readonly vpcId: string;
  /** What they are called: `hosts`. */
  readonly name: string;
  /** What they are, for their security group and their role. */
  readonly description: string;
  readonly instanceType: string;
  /** The public parameter that holds the id of the newest image: each new instance starts from that. */
  readonly imageParameter: string;
  readonly diskGiB: number;
  /** What they may do besides being managed, by the name of the policy. @default nothing */
  readonly permissions?: Readonly<Record<string, readonly Permission[]>>;
  /** What each instance runs at its first start, in base64. @default nothing */
  readonly userData?: string;
}

export interface InstanceTemplate {
  readonly id: string;
  readonly version: string;
  readonly securityGroupId: string;
  /** Instances depend on these: without them they cannot say that they are there. */
  readonly dependencies: readonly ITerraformDependable[];
}

/**
 * Defines what instances are made of. Nobody reaches them by an open port: operators come by Session Manager, whose agent
 * asks for work over HTTPS.
 */
export function defineInstanceTemplate(scope: Construct, props: InstanceTemplateProps): InstanceTemplate {
  const { environment, name } = props;
  const profile = defineProfile(scope, props);
  const { securityGroup, rule } = defineSecurityGroup(scope, props);
  const template = new LaunchTemplate(scope, 'launch-template', {
    namePrefix: namePrefix(environment, name, 'launchTemplatePrefix'),
    description: props.description,
    imageId: `resolve:ssm:${props.imageParameter}`,
    instanceType: props.instanceType,
    iamInstanceProfile: { arn: profile.arn },
    vpcSecurityGroupIds: [securityGroup.id],
    // Only with a token, which no forwarded request has; one hop, so that containers get none.
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeSize: props.diskGiB, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
      },
    ],
    // Five-minute metrics, which are free.
    monitoring: { enabled: false },
    userData: props.userData,
    // The provider's default tags reach the template and not what is made of it.
    tagSpecifications: ['volume', 'network-interface'].map((resourceType) => ({ resourceType, tags: tagsOf(props) })),
    updateDefaultVersion: true,
    lifecycle: tasksMoveFirst,
  });
  return {
    id: template.id,
    version: template.getStringAttribute('latest_version'),
    securityGroupId: securityGroup.id,
    dependencies: [...profile.policies, rule],
  };
}

/** What tells one environment's instances from all others. */
export function tagsOf({ environment, name }: Pick<InstanceTemplateProps, 'environment' | 'name'>) {
  return {
    Name: physicalName(environment, name, 'tag'),
    Project: environment.project,
    Environment: environment.name,
    ManagedBy: 'terraform',
  };
}

function defineProfile(
  scope: Construct,
  { environment, accountId, name, description, permissions }: InstanceTemplateProps,
) {
  const role = new Role(scope, {
    name: physicalName(environment, name, 'role'),
    description: `What these may do: ${description}`,
    trust: ec2Trust,
  });
  const granted = { 'be-managed': beManaged(environment.region, accountId), ...permissions };
  for (const [id, permission] of Object.entries(granted)) role.grant(id, permission);
  const { arn } = new IamInstanceProfile(scope, 'instance-profile', {
    name: physicalName(environment, name, 'instanceProfile'),
    role: role.name,
  });
  return { arn, policies: role.policies };
}

/**
 * What the agent of Systems Manager needs for sessions.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
function beManaged(region: string, accountId: string): Permission[] {
  return [
    { actions: ['ssm:UpdateInstanceInformation'], resources: [`arn:aws:ec2:${region}:${accountId}:instance/*`] },
    {
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
    },
  ];
}

function defineSecurityGroup(scope: Construct, { environment, vpcId, name, description }: InstanceTemplateProps) {
  const securityGroup = new SecurityGroup(scope, 'security-group', {
    namePrefix: namePrefix(environment, name, 'securityGroupPrefix'),
    vpcId,
    description,
    ...noIngress,
    lifecycle: tasksMoveFirst,
  });
  const rule = new VpcSecurityGroupEgressRule(scope, 'https', {
    securityGroupId: securityGroup.id,
    description: 'HTTPS to AWS services',
    cidrIpv4: '0.0.0.0/0',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    lifecycle: tasksMoveFirst,
  });
  return { securityGroup, rule };
}
