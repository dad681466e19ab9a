import { variables } from '../../../contract';
import type { Block } from '../../shared/synthesized-stack';
import { isUnset } from '../checks/value-checks';
import {
  block,
  blocks,
  numberOf,
  type PricedResource,
  type PricedResources,
  refersTo,
} from '../resources/priced-resources';
import { assumptions } from '../usage/assumptions';
import { hostsOf, instanceTypeOf } from '../usage/hosts';
import { type Scenario, scenarios, traffic } from '../usage/scenarios';
import { definitionOf, fargateSpotTasks, tasksOf, trafficShare } from '../usage/tasks';
import { type CostFunction, type CostItem, fixed, perUse } from './cost-item';

const { hoursPerMonth } = assumptions;

/**
 * The costs of an ECS service: tasks on Fargate, public addresses, metrics and, without a load balancer, data sent to visitors. Tasks on
 * hosts add nothing, because the hosts themselves are counted.
 */
const serviceCosts: CostFunction = (service, stack) => {
  const definition = definitionOf(service, stack);
  const hours = (scenario: Scenario) => tasksOf(service, stack, scenario) * hoursPerMonth;
  const isPublic = block(service, 'network_configuration').assign_public_ip === true;
  const share = isPublic && blocks(service, 'load_balancer').length === 0 ? trafficShare(service, stack) : 0;
  const hasMetrics = String(definition?.values.container_definitions ?? '').includes(variables.metricsNamespace);
  return [
    ...(definition ? fargateCosts(service, definition, stack) : []),
    ...(isPublic ? [fixed(service, 'ipv4-address', hours)] : []),
    ...(hasMetrics ? [fixed(service, 'metric', (scenario) => appMetrics(scenario))] : []),
    ...(share > 0 ? [perUse(service, 'data-out', (scenario) => traffic[scenario].responseGB * share)] : []),
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
  const hours = (isSpot: boolean) => (scenario: Scenario) => {
    const tasks = tasksOf(service, stack, scenario);
    const spot = fargateSpotTasks(service, tasks) ?? 0;
    return (isSpot ? spot : tasks - spot) * hoursPerMonth;
  };
  const items = (isSpot: boolean) => [
    fixed(service, `fargate-${processor}-vcpu`, (scenario) => hours(isSpot)(scenario) * vcpus),
    fixed(service, `fargate-${processor}-memory`, (scenario) => hours(isSpot)(scenario) * memoryGB),
  ];
  const spotItems = items(true).map((item) => ({ ...item, share: assumptions.fargateSpotShare }));
  const hasSpot = spotItems.some(({ quantities }) => scenarios.some((scenario) => quantities[scenario] > 0));
  return [...items(false), ...(hasSpot ? spotItems : [])];
}

/** The costs of an autoscaling group: its hosts and their disks. */
const groupCosts: CostFunction = (group, stack) => {
  const [template] = stack.referenced(group, 'launch_template', 'aws_launch_template');
  const hosts = (scenario: Scenario) => hostsOf(group, stack, scenario);
  return [
    fixed(group, `instance:${instanceTypeOf(group, stack)}`, (scenario) => hosts(scenario) * hoursPerMonth),
    ...(template ? [fixed(group, 'disk-gp3', (scenario) => hosts(scenario) * diskGB(template))] : []),
  ];
};

const instanceCosts: CostFunction = (instance, stack) => {
  const [template] = isUnset(instance.values.launch_template)
    ? []
    : stack.referenced(instance, 'launch_template', 'aws_launch_template');
  const type = instance.values.instance_type ?? template?.values.instance_type ?? 'unknown';
  const ownDisks = [...blocks(instance, 'root_block_device'), ...blocks(instance, 'ebs_block_device')];
  return [
    fixed(instance, `instance:${type}`, hoursPerMonth),
    fixed(instance, 'disk-gp3', sizeOf(ownDisks) || (template ? diskGB(template) : 0)),
    ...(hasPublicAddress(instance, stack) ? [fixed(instance, 'ipv4-address', hoursPerMonth)] : []),
  ];
};

/** Whether an instance has a public address. If the instance does not set `associate_public_ip_address`, its subnet decides. */
function hasPublicAddress(instance: PricedResource, stack: PricedResources): boolean {
  const { associate_public_ip_address: own } = instance.values;
  if (typeof own === 'boolean') return own;
  const subnets = stack.of('aws_subnet').filter((subnet) => refersTo(instance, 'subnet_id', subnet));
  return subnets.some(({ values }) => values.map_public_ip_on_launch === true);
}

/** Returns the total size, in GB, of the disks of one instance that this launch template starts. */
function diskGB(template: PricedResource): number {
  const disks = blocks(template, 'block_device_mappings').map((values) => block({ values }, 'ebs'));
  return sizeOf(disks);
}

function sizeOf(disks: readonly Block[]): number {
  return disks.reduce<number>((sum, { volume_size: size }) => sum + numberOf(size, 0), 0);
}

export const computeCosts: Readonly<Record<string, CostFunction>> = {
  aws_ecs_service: serviceCosts,
  aws_autoscaling_group: groupCosts,
  aws_instance: instanceCosts,
  aws_ebs_volume: (volume) => [fixed(volume, 'disk-gp3', numberOf(volume.values.size, 0))],
};
