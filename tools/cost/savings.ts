import { allowsOnlyIpSet } from '../shared/web-acl';
import { type CostReport, stackReport, totalsOf } from './cost-report';
import { block, blocks, numberOf, type PricedResource, type PricedResources } from './priced-resources';
import { fargateSpotTasks, taskLimits } from './tasks';
import { type Quantities, quantities, scenarios } from './usage';

/** A change that makes a stack cheaper. */
export interface Saving {
  /** The change, and its disadvantage. */
  readonly change: string;
  /** US dollars a month. */
  readonly usd: Quantities;
}

/** Changes a stack. @returns undefined if the change does not apply */
type Alternative = (stack: PricedResources) => PricedResources | undefined;

/** The alternatives, with the setting in the environment's file and its disadvantage. */
const alternatives: readonly (readonly [change: string, alternative: Alternative])[] = [
  ["ARM64: compute.architecture 'ARM64'; the image needs packages for it", onArm],
  ["Fargate Spot: compute.spotPercent 100; AWS may stop a task with two minutes' notice", onSpot],
  ['Fargate instead of hosts: compute.kind; psql then needs a bastion (about 4 dollars)', onFargate],
  ['one task fewer: scale.min; a deployment or a failed zone then leaves fewer tasks', withOneTaskFewer],
  ["no firewall: ingress.firewall 'off'; no rate limit then covers all tasks together", withoutFirewall],
  ["one NAT gateway: nat 'one'; if its zone fails, no zone can reach AWS services", withOneGateway],
  ['no standby database: multiAz false; a failed zone then needs a restore', withoutStandby],
  ['one zone fewer: publicSubnets; a failed zone then leaves fewer tasks', withOneZoneFewer],
  ['no dashboard or alarms: monitoring; nobody is then notified of failures', withoutMonitoring],
];

/** Returns the changes that make a stack cheaper, the largest saving of an idle month first. */
export function savings(stack: PricedResources, report: CostReport): readonly Saving[] {
  const found = alternatives.flatMap(([change, alternative]) => {
    const cheaper = alternative(stack);
    return cheaper === undefined ? [] : [savingOf(change, report, stackReport(cheaper))];
  });
  const parked = { change: 'park it while nobody uses it: npm run park', usd: parkedSaving(report) };
  return [...found, parked]
    .filter(({ usd }) => scenarios.some((scenario) => usd[scenario] >= 0.01))
    .sort((one, other) => other.usd.idle - one.usd.idle);
}

/** Without prices, the alternative would look free. */
function savingOf(change: string, before: CostReport, after: CostReport): Saving {
  const isPriced = after.unpriced.length <= before.unpriced.length;
  const usd = quantities((scenario) =>
    isPriced ? totalsOf(before.rows).all[scenario] - totalsOf(after.rows).all[scenario] : 0,
  );
  return { change, usd };
}

function parkedSaving({ totals }: CostReport): Quantities {
  return quantities((scenario) => (scenario === 'parked' ? 0 : totals.all[scenario] - totals.all.parked));
}

/** Changes arguments of the resources of a type. @returns undefined if nothing changes */
function changeArguments(
  stack: PricedResources,
  type: string,
  change: (resource: PricedResource) => Readonly<Record<string, unknown>> | undefined,
): PricedResources | undefined {
  let isChanged = false;
  const changed = stack.changed((resource) => {
    const values = resource.type === type ? change(resource) : undefined;
    if (values === undefined) return resource;
    isChanged = true;
    return { ...resource, values: { ...resource.values, ...values } };
  });
  return isChanged ? changed : undefined;
}

/** Removes resources. @returns undefined if there are none */
function removeResources(
  stack: PricedResources,
  isRemoved: (resource: PricedResource) => boolean,
): PricedResources | undefined {
  return stack.all.some(isRemoved)
    ? stack.changed((resource) => (isRemoved(resource) ? undefined : resource))
    : undefined;
}

function onArm(stack: PricedResources): PricedResources | undefined {
  if (!stack.of('aws_ecs_service').some((service) => fargateSpotTasks(service, 1) !== undefined)) return undefined;
  return changeArguments(stack, 'aws_ecs_task_definition', (definition) => {
    const platform = block(definition, 'runtime_platform');
    return platform.cpu_architecture === 'ARM64'
      ? undefined
      : { runtime_platform: { ...platform, cpu_architecture: 'ARM64' } };
  });
}

/** As `spotPercent: 100` does: the first task stays on regular Fargate. */
function onSpot(stack: PricedResources): PricedResources | undefined {
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

function onFargate(stack: PricedResources): PricedResources | undefined {
  const withoutHosts = removeResources(stack, ({ type }) => type === 'aws_autoscaling_group');
  return (
    withoutHosts &&
    changeArguments(withoutHosts, 'aws_ecs_service', () => ({
      capacity_provider_strategy: undefined,
      launch_type: 'FARGATE',
    }))
  );
}

function withOneTaskFewer(stack: PricedResources): PricedResources | undefined {
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

/** As `firewall: 'off'` does: with CloudFront, the web ACL keeps the rule for `allowFrom`. */
function withoutFirewall(stack: PricedResources): PricedResources | undefined {
  const limits = stack.of('aws_wafv2_web_acl').flatMap((acl) => blocks(acl, 'rule').filter(allowsOnlyIpSet));
  if (limits.length === 0) return removeResources(stack, ({ type }) => /^aws_wafv2_/.test(type));
  return changeArguments(stack, 'aws_wafv2_web_acl', (acl) =>
    blocks(acl, 'rule').length > limits.length ? { rule: limits } : undefined,
  );
}

/** Each gateway has an address. */
function withOneGateway(stack: PricedResources): PricedResources | undefined {
  const [, ...others] = stack.of('aws_nat_gateway');
  const addresses = others.flatMap((gateway) => stack.referenced(gateway, 'allocation_id', 'aws_eip'));
  return removeResources(stack, (resource) => [...others, ...addresses].includes(resource));
}

function withoutStandby(stack: PricedResources): PricedResources | undefined {
  return changeArguments(stack, 'aws_db_instance', ({ values }) =>
    values.multi_az === true ? { multi_az: false } : undefined,
  );
}

/** A load balancer needs two zones. Those of the account's default VPC cannot be chosen. */
function withOneZoneFewer(stack: PricedResources): PricedResources | undefined {
  return changeArguments(stack, 'aws_lb', ({ values: { subnets } }) =>
    Array.isArray(subnets) && subnets.length > 2 ? { subnets: subnets.slice(1) } : undefined,
  );
}

function withoutMonitoring(stack: PricedResources): PricedResources | undefined {
  return removeResources(stack, ({ type }) => /^aws_cloudwatch_(metric_alarm|dashboard)$/.test(type));
}
