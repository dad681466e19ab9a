import { changeArguments, removeResources } from '../resources/changed-stack';
import { block, numberOf, type PricedResource, type PricedResources } from '../resources/priced-resources';
import { fargateSpotTasks, taskLimits } from '../usage/tasks';

export function onArm(stack: PricedResources): PricedResources | undefined {
  if (!stack.of('aws_ecs_service').some((service) => fargateSpotTasks(service, 1) !== undefined)) return undefined;
  return changeArguments(stack, 'aws_ecs_task_definition', (definition) => {
    const platform = block(definition, 'runtime_platform');
    return platform.cpu_architecture === 'ARM64'
      ? undefined
      : { runtime_platform: { ...platform, cpu_architecture: 'ARM64' } };
  });
}

/** Returns the stack with `spotPercent: 100`, so that all tasks except the first run on Fargate Spot. */
export function onSpot(stack: PricedResources): PricedResources | undefined {
  return changeArguments(stack, 'aws_ecs_service', (service) => {
    const spot = fargateSpotTasks(service, 2);
    if (spot === undefined || spot === 1) return undefined;
    const strategy = [
      { capacity_provider: 'FARGATE', base: 1, weight: 0 },
      { capacity_provider: 'FARGATE_SPOT', weight: 100 },
    ];
    return { launch_type: undefined, capacity_provider_strategy: strategy };
  });
}

/** For each family of x86 instance types, the family of Graviton (ARM64) instance types with the same sizes. */
const graviton: Readonly<Record<string, string>> = { t3: 't4g', t3a: 't4g', m5: 'm6g', c5: 'c6g', r5: 'r6g' };

export function onArmHosts(stack: PricedResources): PricedResources | undefined {
  const templates = stack
    .of('aws_autoscaling_group')
    .flatMap((group) => stack.referenced(group, 'launch_template', 'aws_launch_template'));
  return changeArguments(stack, 'aws_launch_template', (template) => {
    const [family = '', size] = String(template.values.instance_type).split('.');
    const arm = templates.includes(template) ? graviton[family] : undefined;
    return arm === undefined ? undefined : { instance_type: `${arm}.${size}` };
  });
}

/** A bastion like the one in `stacks/hosts/bastion.ts`. Without hosts, `npm run psql` needs a bastion to reach the database. */
const bastion: Omit<PricedResource, 'region'> = {
  address: 'aws_instance.jump',
  type: 'aws_instance',
  values: {
    instance_type: 't4g.nano',
    associate_public_ip_address: false,
    root_block_device: { volume_type: 'gp3', volume_size: 8 },
  },
  needsImage: false,
  references: () => [],
};

export function onFargate(stack: PricedResources): PricedResources | undefined {
  const withoutHosts = removeResources(stack, ({ type }) =>
    /^aws_(autoscaling_group|ecs_capacity_provider)$/.test(type),
  );
  const onlyTasks =
    withoutHosts &&
    changeArguments(withoutHosts, 'aws_ecs_service', () => ({
      capacity_provider_strategy: undefined,
      launch_type: 'FARGATE',
    }));
  return onlyTasks && stack.of('aws_db_instance').length > 0
    ? onlyTasks.with({ ...bastion, region: stack.region })
    : onlyTasks;
}

export function withOneTaskFewer(stack: PricedResources): PricedResources | undefined {
  const less = (resource: PricedResource, argument: string) => {
    const tasks = numberOf(resource.values[argument], 1);
    return tasks > 1 ? { [argument]: tasks - 1 } : undefined;
  };
  const scaled = changeArguments(stack, 'aws_appautoscaling_target', (target) => less(target, 'min_capacity'));
  if (scaled !== undefined || stack.of('aws_appautoscaling_target').length > 0) return scaled;
  return changeArguments(stack, 'aws_ecs_service', (service) =>
    taskLimits(service, stack).min > 1 ? less(service, 'desired_count') : undefined,
  );
}

/**
 * Returns the stack with one host and one task fewer. Removing only a task saves no host, because an autoscaling group
 * keeps its minimum.
 */
export function withOneHostFewer(stack: PricedResources): PricedResources | undefined {
  const smaller = changeArguments(stack, 'aws_autoscaling_group', ({ values: { min_size: min } }) =>
    numberOf(min, 1) > 1 ? { min_size: numberOf(min, 1) - 1 } : undefined,
  );
  return smaller && withOneTaskFewer(smaller);
}
