import type { Statement } from '../../policy';
import { allow, type Territory } from './territory';

/** What Terraform calls to change instances, and what makes them: hosts of the tasks, or the way in where there are none. */
export function hostStatements(territory: Territory): Statement[] {
  const { environment, prefix } = territory;
  const arns = (...types: readonly string[]) => territory.regional('ec2', ...types.map((type) => `${type}/*`));
  const groups = territory.regional('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${prefix}-*`);
  const capacityProviders = territory.regional('ecs', `capacity-provider/${prefix}-*`);
  return [
    allow('ec2', ['CreateLaunchTemplate'], arns('launch-template'), territory.marked),
    allow(
      'ec2',
      ['CreateLaunchTemplateVersion', 'DeleteLaunchTemplate', 'ModifyLaunchTemplate'],
      arns('launch-template'),
      territory.owned,
    ),
    // Instances are made of a template, which must be the environment's, in its subnets, of an image of AWS's own.
    allow('ec2', ['RunInstances'], arns('instance', 'network-interface', 'volume'), {
      ArnLike: { 'ec2:LaunchTemplate': arns('launch-template') },
    }),
    allow('ec2', ['RunInstances'], arns('launch-template', 'security-group', 'subnet'), territory.owned),
    allow('ec2', ['RunInstances'], [`arn:aws:ec2:${environment.region}::image/*`], {
      StringEquals: { 'ec2:Owner': 'amazon' },
    }),
    allow('ec2', ['CreateTags'], arns('instance', 'launch-template', 'network-interface', 'volume'), {
      StringEquals: {
        ...territory.marked.StringEquals,
        'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances'],
      },
    }),
    allow(
      'ec2',
      ['CreateTags', 'DeleteTags', 'ModifyInstanceAttribute', 'TerminateInstances'],
      arns('instance', 'launch-template', 'volume'),
      territory.owned,
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
    // AWS checks once whether the caller may pass the role of a template's version, and never for a version that `$Latest` finds later.
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
      territory.global('iam', `instance-profile/${prefix}-*`),
    ),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      territory.global('iam', 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
    ),
    // The newest image.
    allow('ssm', ['GetParameters'], [`arn:aws:ssm:${environment.region}::parameter/aws/service/*`]),
  ];
}

/** A launch configuration names an instance profile too, and anybody's would do. */
const withoutLaunchConfiguration = { Null: { 'autoscaling:LaunchConfigurationName': 'true' } } as const;

/** What Terraform calls to see them. */
export function hostReadStatements(territory: Territory): Statement[] {
  const { prefix } = territory;
  return [
    // AWS takes no resource for these.
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
    // It shows user data.
    allow('ec2', ['DescribeInstanceAttribute'], territory.regional('ec2', 'instance/*'), territory.owned),
    allow(
      'autoscaling',
      ['DescribeAutoScalingGroups', 'DescribeInstanceRefreshes', 'DescribeScalingActivities'],
      ['*'],
    ),
    allow('ecs', ['DescribeCapacityProviders'], territory.regional('ecs', `capacity-provider/${prefix}-*`)),
    allow('iam', ['GetInstanceProfile'], territory.global('iam', `instance-profile/${prefix}-*`)),
  ];
}
