import { passedTo } from '../passed-roles';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Condition } from '../statement';
import { created, named, namedGlobally, serviceLinkedRole, type Target, taggedAtCreation, tagOnly } from '../target';

const ec2 = (owner: StackOwner, ...types: readonly string[]) =>
  owner.regional('ec2', ...types.map((type) => `${type}/*`));

/**
 * The targets of `ec2:RunInstances`. Instances must use the environment's launch template, security groups and subnets, and an image from
 * Amazon.
 */
const startInstances: readonly Target[] = [
  {
    resources: (owner) => ec2(owner, 'instance', 'network-interface', 'volume'),
    condition: (owner) => ({ ArnLike: { 'ec2:LaunchTemplate': ec2(owner, 'launch-template') } }),
  },
  tagOnly('ec2', 'launch-template/*', 'security-group/*', 'subnet/*'),
  // The subnets of an existing network do not have the environment's tags, so the target contains their ids.
  { resources: (owner) => owner.shared('subnet', privateSubnets(owner)), reachesBeyond: true },
  {
    resources: ({ region }) => [`arn:aws:ec2:${region}::image/*`],
    condition: () => ({ StringEquals: { 'ec2:Owner': 'amazon' } }),
  },
];

/** Returns the ids of the existing subnets in which tasks run, or an empty list if the stack has its own network. */
function privateSubnets(owner: StackOwner): string[] {
  const used = JSON.stringify(owner.of('aws_ecs_service').map(({ block }) => block.network_configuration));
  return owner
    .of('data.aws_subnet')
    .filter(({ address }) => used.includes(`${address}.`))
    .map(({ block }) => String(block.id));
}

const templates = tagOnly('ec2', 'launch-template/*');
const instances = tagOnly('ec2', 'instance/*', 'volume/*');
const tagging = [
  tagOnly('ec2', 'instance/*', 'launch-template/*', 'volume/*'),
  taggedAtCreation('ec2', 'instance/*', 'launch-template/*', 'network-interface/*', 'volume/*'),
];
const groups = named('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/{prefix}-*');

/**
 * The environment's autoscaling groups, with a condition that requires a fixed version of the launch template. For a fixed version, AWS
 * checks whether the caller may pass the role in the template. For `$Latest`, AWS does not check versions that are created later. Launch
 * configurations are excluded, because they could use the instance profile of any role.
 */
const groupsWithVersion = (operator: 'Bool' | 'BoolIfExists'): Target => ({
  resources: groups.resources,
  condition: (): Condition => ({
    [operator]: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
    Null: { 'autoscaling:LaunchConfigurationName': 'true' },
  }),
});

/** AWS's public parameters, which contain the id of the latest machine image. */
const imageParameters: Target = {
  resources: ({ region }) => [`arn:aws:ssm:${region}::parameter/aws/service/*`],
};

/**
 * The rows for EC2 instances. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const hosts = {
  // EC2 also checks the caller's permissions for all resources that the launch template names.
  aws_autoscaling_group: row('hosts', {
    reads: 'autoscaling: DescribeAutoScalingGroups',
    writes: [
      'autoscaling: CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup CreateOrUpdateTags DeleteTags',
      'autoscaling: EnableMetricsCollection DisableMetricsCollection DescribeScalingActivities',
      'autoscaling: StartInstanceRefresh CancelInstanceRefresh DescribeInstanceRefreshes',
      'ec2: RunInstances CreateTags',
      'iam: PassRole CreateServiceLinkedRole',
      'ssm: GetParameters',
    ],
    on: groups,
    others: {
      'autoscaling: CreateAutoScalingGroup': groupsWithVersion('Bool'),
      'autoscaling: UpdateAutoScalingGroup': groupsWithVersion('BoolIfExists'),
      'ec2: RunInstances': startInstances,
      'ec2: CreateTags': tagging,
      'iam: PassRole': passedTo('ec2'),
      'iam: CreateServiceLinkedRole': serviceLinkedRole('autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
      'ssm: GetParameters': imageParameters,
    },
  }),
  aws_ecs_capacity_provider: row('hosts', {
    reads: 'ecs: DescribeCapacityProviders',
    writes: 'ecs: CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider TagResource UntagResource',
    on: named('ecs', 'capacity-provider/{prefix}-*'),
  }),
  aws_iam_instance_profile: row('hosts', {
    reads: 'iam: GetInstanceProfile GetRole',
    writes:
      'iam: CreateInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile DeleteInstanceProfile TagInstanceProfile UntagInstanceProfile PassRole',
    on: namedGlobally('iam', 'instance-profile/{prefix}-*'),
    others: { 'iam: GetRole': namedGlobally('iam', 'role/{prefix}-*'), 'iam: PassRole': passedTo('ec2') },
  }),
  // Before the provider deletes an instance, it disables the termination protection of the instance.
  aws_instance: row('hosts', {
    reads:
      'ec2: DescribeInstances DescribeInstanceAttribute DescribeInstanceCreditSpecifications DescribeInstanceTypes DescribeVolumes DescribeLaunchTemplates DescribeLaunchTemplateVersions',
    writes: [
      'ec2: RunInstances ModifyInstanceAttribute TerminateInstances CreateTags DeleteTags',
      'iam: PassRole',
      'ssm: GetParameters',
    ],
    on: instances,
    others: {
      // This action returns user data, so it is limited to instances with the environment's tags.
      'ec2: DescribeInstanceAttribute': tagOnly('ec2', 'instance/*'),
      'ec2: RunInstances': startInstances,
      'ec2: CreateTags': tagging,
      'iam: PassRole': passedTo('ec2'),
      'ssm: GetParameters': imageParameters,
    },
  }),
  aws_launch_template: row('hosts', {
    reads: 'ec2: DescribeLaunchTemplates DescribeLaunchTemplateVersions',
    writes:
      'ec2: CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate CreateTags DeleteTags',
    on: templates,
    others: {
      'ec2: CreateLaunchTemplate': created('ec2', 'launch-template/*'),
      'ec2: CreateTags': tagging,
    },
  }),
} as const;
