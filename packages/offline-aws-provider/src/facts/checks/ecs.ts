import type { Values } from '../../value';
import { between, blocksOf, type Check, exclusive, isGiven, matching, oneOf } from '../check';
import { problemOfContainers } from './containers';

const taskDefinitionPage =
  'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html';
const createServicePage = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html';
const strategyPage = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html';

const placementPage = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html';

const launchTypes = ['EC2', 'EXTERNAL', 'FARGATE', 'MANAGED_INSTANCES'];

/** CPU units and the memory in MiB that Fargate offers with them: first, last, step. */
const fargateSizes: Record<string, readonly [first: number, last: number, step: number]> = {
  '512': [1024, 4096, 1024],
  '1024': [2048, 8192, 1024],
  '2048': [4096, 16_384, 1024],
  '4096': [8192, 30_720, 1024],
  '8192': [16_384, 61_440, 4096],
  '16384': [32_768, 122_880, 8192],
};
const windowsVersions = ['2016_FULL', '2019_CORE', '2019_FULL', '2022_CORE', '2022_FULL', '2025_CORE', '2025_FULL'];
const smallestFargateMemory = [512, 1024, 2048];

export const ecsChecks: readonly Check[] = [
  oneOf('aws_ecs_task_definition', 'runtime_platform.cpu_architecture', ['ARM64', 'X86_64'], taskDefinitionPage),
  oneOf(
    'aws_ecs_task_definition',
    'runtime_platform.operating_system_family',
    [
      'LINUX',
      ...windowsVersions.map((version) => `WINDOWS_SERVER_${version}`),
      'WINDOWS_SERVER_2004_CORE',
      'WINDOWS_SERVER_20H2_CORE',
    ],
    taskDefinitionPage,
  ),
  oneOf('aws_ecs_task_definition', 'network_mode', ['awsvpc', 'bridge', 'host', 'none'], taskDefinitionPage),
  oneOf('aws_ecs_task_definition', 'requires_compatibilities', launchTypes, taskDefinitionPage),
  oneOf('aws_ecs_service', 'launch_type', launchTypes, createServicePage),
  oneOf('aws_ecs_service', 'propagate_tags', ['NONE', 'SERVICE', 'TASK_DEFINITION'], createServicePage),
  oneOf('aws_ecs_service', 'availability_zone_rebalancing', ['DISABLED', 'ENABLED'], createServicePage),
  { type: 'aws_ecs_task_definition', attribute: 'memory', source: taskDefinitionPage, problem: illegalFargateSize },
  { type: 'aws_ecs_task_definition', attribute: 'network_mode', source: taskDefinitionPage, problem: fargateNetwork },
  {
    type: 'aws_ecs_task_definition',
    attribute: 'container_definitions',
    source: taskDefinitionPage,
    problem: problemOfContainers,
  },
  exclusive('aws_ecs_service', 'launch_type', 'capacity_provider_strategy', createServicePage),
  between('aws_ecs_service', 'capacity_provider_strategy.weight', [0, 1000], strategyPage),
  {
    type: 'aws_ecs_service',
    attribute: 'capacity_provider_strategy',
    source: strategyPage,
    problem: ({ capacity_provider_strategy }) => {
      const providers = blocksOf(capacity_provider_strategy);
      if (providers.filter(({ base }) => typeof base === 'number' && base > 0).length > 1) {
        return 'only one capacity provider may have a base.';
      }
      return providers.length > 0 && providers.every(({ weight }) => weight === 0)
        ? 'one capacity provider needs a weight above 0.'
        : undefined;
    },
  },
  {
    type: 'aws_ecs_service',
    attribute: 'network_configuration',
    source: createServicePage,
    problem: ({ launch_type, network_configuration }) =>
      launch_type === 'FARGATE' && !isGiven(network_configuration)
        ? 'a service on Fargate needs a network_configuration with its subnets.'
        : undefined,
  },
  {
    type: 'aws_ecs_service',
    attribute: 'health_check_grace_period_seconds',
    source: createServicePage,
    problem: ({ health_check_grace_period_seconds, load_balancer }) =>
      isGiven(health_check_grace_period_seconds) && !isGiven(load_balancer)
        ? 'a grace period needs a load_balancer whose checks it holds back.'
        : undefined,
  },
  oneOf('aws_ecs_service', 'ordered_placement_strategy.type', ['binpack', 'random', 'spread'], placementPage),
  {
    type: 'aws_ecs_service',
    attribute: 'ordered_placement_strategy',
    source: placementPage,
    problem: ({ launch_type, ordered_placement_strategy, availability_zone_rebalancing }) => {
      if (!isGiven(ordered_placement_strategy)) return undefined;
      if (launch_type === 'FARGATE') return 'Fargate places tasks by itself: leave it out.';
      const [first] = blocksOf(ordered_placement_strategy);
      return availability_zone_rebalancing === 'ENABLED' && first?.field !== 'attribute:ecs.availability-zone'
        ? 'ECS balances zones only where the first strategy spreads tasks over them.'
        : undefined;
    },
  },
  {
    type: 'aws_ecs_capacity_provider',
    attribute: 'auto_scaling_group_provider',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html',
    problem: ({ auto_scaling_group_provider }) =>
      blocksOf(auto_scaling_group_provider).some(
        ({ managed_termination_protection, managed_scaling }) =>
          managed_termination_protection === 'ENABLED' &&
          !blocksOf(managed_scaling).some(({ status }) => status === 'ENABLED'),
      )
        ? 'managed termination protection works with managed scaling only.'
        : undefined,
  },
  matching(
    'aws_ecs_capacity_provider',
    'name',
    /^(?!aws|ecs|fargate)[\w-]{1,255}$/i,
    'letters, digits, _ and -, not beginning with aws, ecs or fargate',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html',
  ),
];

function isFargate({ requires_compatibilities }: Values): boolean {
  return Array.isArray(requires_compatibilities) && requires_compatibilities.includes('FARGATE');
}

function illegalFargateSize(config: Values): string | undefined {
  const { cpu, memory } = config;
  if (!isFargate(config) || typeof cpu !== 'string' || typeof memory !== 'string') return undefined;
  const sizes = cpu === '256' ? smallestFargateMemory : fargateMemory(cpu);
  if (sizes.length === 0) {
    return `Fargate has no task of ${cpu} CPU units: 256, ${Object.keys(fargateSizes).join(', ')} are allowed.`;
  }
  if (sizes.includes(Number(memory))) return undefined;
  return `Fargate has no task of ${cpu} CPU units with ${memory} MiB: ${sizes.join(', ')} MiB are allowed.`;
}

function fargateMemory(cpu: string): number[] {
  const [first = 1, last = 0, step = 1] = fargateSizes[cpu] ?? [];
  return Array.from({ length: Math.max(0, (last - first) / step + 1) }, (_, index) => first + index * step);
}

function fargateNetwork(config: Values): string | undefined {
  return isFargate(config) && typeof config.network_mode === 'string' && config.network_mode !== 'awsvpc'
    ? `"${config.network_mode}" is not allowed: tasks on Fargate need awsvpc.`
    : undefined;
}
