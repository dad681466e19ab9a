import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** The permissions to change EC2 instances: hosts of the tasks, or the bastion. */
export function hostStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  const arns = (...types: readonly string[]) => resources.regional('ec2', ...types.map((type) => `${type}/*`));
  const groups = resources.regional('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${prefix}-*`);
  const capacityProviders = resources.regional('ecs', `capacity-provider/${prefix}-*`);
  return [
    allow('ec2', ['CreateLaunchTemplate'], arns('launch-template'), resources.requestTags),
    allow(
      'ec2',
      ['CreateLaunchTemplateVersion', 'DeleteLaunchTemplate', 'ModifyLaunchTemplate'],
      arns('launch-template'),
      resources.resourceTags,
    ),
    // An instance must use the environment's launch template, security groups and subnets, and an image of Amazon.
    allow('ec2', ['RunInstances'], arns('instance', 'network-interface', 'volume'), {
      ArnLike: { 'ec2:LaunchTemplate': arns('launch-template') },
    }),
    allow('ec2', ['RunInstances'], arns('launch-template', 'security-group', 'subnet'), resources.resourceTags),
    ...existingSubnets(resources),
    allow('ec2', ['RunInstances'], [`arn:aws:ec2:${environment.region}::image/*`], {
      StringEquals: { 'ec2:Owner': 'amazon' },
    }),
    allow(
      'ec2',
      ['CreateTags'],
      arns('instance', 'launch-template', 'network-interface', 'volume'),
      resources.requestTagsAnd({ 'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances'] }),
    ),
    allow(
      'ec2',
      ['CreateTags', 'DeleteTags', 'ModifyInstanceAttribute', 'TerminateInstances'],
      arns('instance', 'launch-template', 'volume'),
      resources.resourceTags,
    ),
    allow(
      'autoscaling',
      [
        'CancelInstanceRefresh',
        'CreateOrUpdateTags',
        'DeleteAutoScalingGroup',
        'DeleteTags',
        'DisableMetricsCollection',
        'EnableMetricsCollection',
        'StartInstanceRefresh',
      ],
      groups,
    ),
    // For a fixed version of the template, AWS checks whether the caller may pass the role. For `$Latest`, it does not check versions that
    // are created later.
    allow('autoscaling', ['CreateAutoScalingGroup'], groups, {
      Bool: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
      ...withoutLaunchConfiguration,
    }),
    allow('autoscaling', ['UpdateAutoScalingGroup'], groups, {
      BoolIfExists: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
      ...withoutLaunchConfiguration,
    }),
    allow(
      'ecs',
      ['CreateCapacityProvider', 'DeleteCapacityProvider', 'TagResource', 'UntagResource', 'UpdateCapacityProvider'],
      capacityProviders,
    ),
    allow(
      'iam',
      [
        'AddRoleToInstanceProfile',
        'CreateInstanceProfile',
        'DeleteInstanceProfile',
        'RemoveRoleFromInstanceProfile',
        'TagInstanceProfile',
        'UntagInstanceProfile',
      ],
      resources.global('iam', `instance-profile/${prefix}-*`),
    ),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      resources.global('iam', 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
    ),
    // The id of the latest image.
    allow('ssm', ['GetParameters'], [`arn:aws:ssm:${environment.region}::parameter/aws/service/*`]),
  ];
}

/** The subnets of an existing network have no tags of the environment. */
function existingSubnets(resources: EnvironmentResources): Statement[] {
  const { network } = resources.environment;
  if (network.kind !== 'existing' || network.privateSubnetIds === undefined) return [];
  return [allow('ec2', ['RunInstances'], resources.shared('subnet', network.privateSubnetIds))];
}

/** Forbids launch configurations: they could use the instance profile of any role. */
const withoutLaunchConfiguration = { Null: { 'autoscaling:LaunchConfigurationName': 'true' } } as const;

/** The permissions to read the configuration of EC2 instances, NAT gateways and the ECS capacity provider. */
export function hostReadStatements(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
  return [
    // AWS accepts no resource for these actions.
    allow(
      'ec2',
      [
        'DescribeAddresses',
        'DescribeAddressesAttribute',
        'DescribeInstanceCreditSpecifications',
        'DescribeInstanceTypes',
        'DescribeInstances',
        'DescribeLaunchTemplateVersions',
        'DescribeLaunchTemplates',
        'DescribeNatGateways',
        'DescribeVolumes',
      ],
      ['*'],
    ),
    // Limited by tags, because it returns user data.
    allow('ec2', ['DescribeInstanceAttribute'], resources.regional('ec2', 'instance/*'), resources.resourceTags),
    allow(
      'autoscaling',
      ['DescribeAutoScalingGroups', 'DescribeInstanceRefreshes', 'DescribeScalingActivities'],
      ['*'],
    ),
    allow('ecs', ['DescribeCapacityProviders'], resources.regional('ecs', `capacity-provider/${prefix}-*`)),
    allow('iam', ['GetInstanceProfile'], resources.global('iam', `instance-profile/${prefix}-*`)),
  ];
}
