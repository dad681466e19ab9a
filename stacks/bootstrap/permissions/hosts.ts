import type { Statement } from '../../iam/policy';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** What Terraform calls to change instances, and what makes them: hosts of the tasks, or the way in where there are none. */
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
    // Instances are made of a template, which must be the environment's, in its subnets, of an image of AWS's own.
    allow('ec2', ['RunInstances'], arns('instance', 'network-interface', 'volume'), {
      ArnLike: { 'ec2:LaunchTemplate': arns('launch-template') },
    }),
    allow('ec2', ['RunInstances'], arns('launch-template', 'security-group', 'subnet'), resources.resourceTags),
    allow('ec2', ['RunInstances'], [`arn:aws:ec2:${environment.region}::image/*`], {
      StringEquals: { 'ec2:Owner': 'amazon' },
    }),
    allow('ec2', ['CreateTags'], arns('instance', 'launch-template', 'network-interface', 'volume'), {
      StringEquals: {
        ...resources.requestTags.StringEquals,
        'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances'],
      },
    }),
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
      resources.global('iam', `instance-profile/${prefix}-*`),
    ),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      resources.global('iam', 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
    ),
    // The newest image.
    allow('ssm', ['GetParameters'], [`arn:aws:ssm:${environment.region}::parameter/aws/service/*`]),
  ];
}

/** A launch configuration names an instance profile too, and anybody's would do. */
const withoutLaunchConfiguration = { Null: { 'autoscaling:LaunchConfigurationName': 'true' } } as const;

/** What Terraform calls to see them. */
export function hostReadStatements(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
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
