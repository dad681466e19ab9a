import {
  type ArgumentChecks,
  aNumber,
  atMost,
  isUnset,
  oneOf,
  optionalNumber,
  unset,
  unsetOr,
  type ValueCheck,
  without,
} from './value-checks';

/**
 * The checks of a gp3 volume. They accept only the IOPS and throughput that the storage price includes.
 * https://aws.amazon.com/ebs/pricing/
 */
function gp3(path: string, { size = 'volume_size', type = 'volume_type' } = {}): ArgumentChecks {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  return {
    [at(type)]: oneOf('gp3'),
    [at(size)]: aNumber,
    [at('iops')]: atMost(3_000),
    [at('throughput')]: atMost(125),
  };
}

const notWindows = without(/windows|rhel|suse|sql/i);
const orStrategy: ValueCheck = (value, { capacity_provider_strategy: strategy }) =>
  isUnset(value) ? !isUnset(strategy) : value === 'FARGATE' || value === 'EC2';
const orTemplate: ValueCheck = (value, { launch_template: template }) => !isUnset(value) || !isUnset(template);

/** The checks of a task definition on Fargate. On hosts, the price does not depend on these arguments. */
export const fargateChecks: ArgumentChecks = {
  cpu: aNumber,
  memory: aNumber,
  'runtime_platform.operating_system_family': unsetOr('LINUX'),
  'runtime_platform.cpu_architecture': unsetOr('X86_64', 'ARM64'),
  'ephemeral_storage.size_in_gib': atMost(20),
};

/** The checks of the autoscaling target that determines the number of a service's tasks. */
export const scalingTargetChecks: ArgumentChecks = { min_capacity: aNumber, max_capacity: aNumber };

/** The checks of a launch template, which sets the type and the disks of a host or another EC2 instance. */
export const launchTemplateChecks: ArgumentChecks = {
  image_id: notWindows,
  instance_requirements: unset,
  instance_market_options: unset,
  'placement.tenancy': unsetOr('default'),
  block_device_mappings: (value) => !isUnset(value),
  ...gp3('block_device_mappings.ebs'),
};

/** The checks of hosts, tasks, instances and disks. */
export const computeChecks: Readonly<Record<string, ArgumentChecks>> = {
  aws_autoscaling_group: {
    min_size: aNumber,
    max_size: aNumber,
    desired_capacity: optionalNumber,
    mixed_instances_policy: unset,
    warm_pool: unset,
  },
  aws_ebs_volume: gp3('', { size: 'size', type: 'type' }),
  aws_ecs_cluster: { 'setting.value': oneOf('disabled') },
  aws_ecs_service: {
    launch_type: orStrategy,
    desired_count: optionalNumber,
    scheduling_strategy: unsetOr('REPLICA'),
    volume_configuration: unset,
  },
  aws_instance: {
    ami: notWindows,
    tenancy: unsetOr('default'),
    host_id: unset,
    instance_market_options: unset,
    associate_public_ip_address: unsetOr(true, false),
    root_block_device: orTemplate,
    ...gp3('root_block_device'),
    ...gp3('ebs_block_device'),
  },
};
