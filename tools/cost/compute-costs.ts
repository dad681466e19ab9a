import { assumptions } from './assumptions';
import { type CostFunction, type CostItem, fixed, perUse } from './cost-item';
import { block, blocks, numberOf, type PricedResource, type PricedResources } from './priced-resources';
import { fargateSpotTasks, hostsOf, tasksOf } from './tasks';
import { type Scenario, traffic } from './usage';

const { hoursPerMonth } = assumptions;

/** Tasks on Fargate, their public addresses and their metrics. Tasks on hosts cost nothing themselves. */
const serviceCosts: CostFunction = (service, stack) => {
  const [definition] = stack.referenced(service, 'task_definition', 'aws_ecs_task_definition');
  const hours = (scenario: Scenario) => tasksOf(service, stack, scenario) * hoursPerMonth;
  const isPublic = block(service, 'network_configuration').assign_public_ip === true;
  const isDirect = isPublic && blocks(service, 'load_balancer').length === 0;
  const hasMetrics = String(definition?.values.container_definitions ?? '').includes('METRICS_NAMESPACE');
  return [
    ...(definition ? fargateCosts(service, definition, stack) : []),
    ...(isPublic ? [fixed(service, 'ipv4-address', hours)] : []),
    ...(hasMetrics ? [fixed(service, 'metric', (scenario) => appMetrics(scenario))] : []),
    ...(isDirect ? [perUse(service, 'data-out', (scenario) => traffic[scenario].responseGB)] : []),
  ];
};

function appMetrics(scenario: Scenario): number {
  return traffic[scenario].entries > 0 ? assumptions.appMetrics.used : assumptions.appMetrics.idle;
}

function fargateCosts(
  service: PricedResource,
  definition: PricedResource,
  stack: PricedResources,
): readonly CostItem[] {
  if (fargateSpotTasks(service, 1) === undefined) return [];
  const processor = block(definition, 'runtime_platform').cpu_architecture === 'ARM64' ? 'arm' : 'x86';
  const vcpus = numberOf(definition.values.cpu, 0) / 1024;
  const memoryGB = numberOf(definition.values.memory, 0) / 1024;
  // A task on Spot counts as a part of a regular one.
  const paidHours = (scenario: Scenario) => {
    const tasks = tasksOf(service, stack, scenario);
    const spot = fargateSpotTasks(service, tasks) ?? 0;
    return (tasks - spot + spot * assumptions.fargateSpotShare) * hoursPerMonth;
  };
  return [
    fixed(service, `fargate-${processor}-vcpu`, (scenario) => paidHours(scenario) * vcpus),
    fixed(service, `fargate-${processor}-memory`, (scenario) => paidHours(scenario) * memoryGB),
  ];
}

/** The hosts of tasks, with their disks. */
const groupCosts: CostFunction = (group, stack) => {
  const [template] = stack.referenced(group, 'launch_template', 'aws_launch_template');
  const instanceType = String(template?.values.instance_type ?? 'unknown');
  const hosts = (scenario: Scenario) => hostsOf(group, stack, instanceType, scenario);
  return [
    fixed(group, `instance:${instanceType}`, (scenario) => hosts(scenario) * hoursPerMonth),
    ...(template ? [fixed(group, 'disk-gp3', (scenario) => hosts(scenario) * diskGB(template))] : []),
  ];
};

const instanceCosts: CostFunction = (instance, stack) => {
  const [template] =
    'launch_template' in instance.values ? stack.referenced(instance, 'launch_template', 'aws_launch_template') : [];
  const type = instance.values.instance_type ?? template?.values.instance_type ?? 'unknown';
  const ownDisk = numberOf(block(instance, 'root_block_device').volume_size, 0);
  const hasAddress = instance.values.associate_public_ip_address === true;
  return [
    fixed(instance, `instance:${type}`, hoursPerMonth),
    fixed(instance, 'disk-gp3', ownDisk || (template ? diskGB(template) : 0)),
    ...(hasAddress ? [fixed(instance, 'ipv4-address', hoursPerMonth)] : []),
  ];
};

/** Returns the disks of one instance of a launch template. */
function diskGB(template: PricedResource): number {
  const disks = blocks(template, 'block_device_mappings').map((values) => block({ values }, 'ebs'));
  return disks.reduce((sum, { volume_size: size }) => sum + numberOf(size, 0), 0);
}

export const computeCosts: Readonly<Record<string, CostFunction>> = {
  aws_ecs_service: serviceCosts,
  aws_autoscaling_group: groupCosts,
  aws_instance: instanceCosts,
  aws_ebs_volume: (volume) => [fixed(volume, 'disk-gp3', numberOf(volume.values.size, 0))],
};
