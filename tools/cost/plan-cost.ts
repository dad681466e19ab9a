import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { PlanJson } from '../terraform/plan-json';
import { type CostDifference, compareCosts, signedDollars } from './compare-costs';
import { costReport } from './cost-report';
import { dollars } from './cost-text';
import { plannedResources } from './plan-resources';
import { PriceList } from './price-list';
import type { PricedResources } from './priced-resources';
import { synthesizedResources } from './stack-resources';
import type { Scenario } from './usage';

/** The difference that an apply makes to the costs of a stack. */
export interface PlanCost extends CostDifference {
  /** Whether the services of the stack exist: not before the first image, and not while the environment is parked. */
  readonly hasTasks: { readonly before: boolean; readonly after: boolean };
}

/**
 * Calculates what an apply changes in the costs.
 * @returns undefined if the price file has no prices for the stack's region
 */
export function planCost(plan: PlanJson, stack: SynthesizedStack): PlanCost | undefined {
  const prices = PriceList.ifKnown(stack.region);
  return prices && costOf(plan, stack, prices);
}

/** Same as `planCost`. @throws UserError if the price file has no prices for the stack's region */
export function requirePlanCost(plan: PlanJson, stack: SynthesizedStack): PlanCost {
  return costOf(plan, stack, new PriceList(stack.region));
}

function costOf(plan: PlanJson, stack: SynthesizedStack, prices: PriceList): PlanCost {
  const synthesized = synthesizedResources(stack);
  const { before, after } = plannedResources(plan, synthesized);
  return {
    ...compareCosts(costReport(before, prices), costReport(after, prices)),
    hasTasks: { before: hasServices(before, synthesized), after: hasServices(after, synthesized) },
  };
}

/** Also true for a stack that never has services, such as the bootstrap. */
function hasServices(stack: PricedResources, all: PricedResources): boolean {
  return stack.of('aws_ecs_service').length >= all.of('aws_ecs_service').length;
}

/**
 * Returns the costs of a stack in a month without visitors, such as `12.04`. @returns undefined without prices for its
 * region
 */
export function idleCost(stack: SynthesizedStack): string | undefined {
  const resources = synthesizedResources(stack);
  const prices = PriceList.ifKnown(resources.region);
  return prices && dollars(costReport(resources, prices).totals.all.idle);
}

/**
 * Returns one line for people, such as `Costs in US dollars a month: 12.04 → 23.99 idle (+11.95)`. `busy` is omitted if
 * its difference equals that of `idle`.
 */
export function costLine({ before, after, usd, unpriced, hasTasks: tasks }: PlanCost): string {
  const change = (scenario: Scenario) =>
    isCent(usd[scenario])
      ? `${dollars(before?.[scenario] ?? 0)} → ${dollars(after?.[scenario] ?? 0)} ${scenario} (${signedDollars(usd[scenario])})`
      : `${dollars(after?.[scenario] ?? 0)} ${scenario}, as before`;
  const showsBusy = tasks.before && tasks.after && isCent(usd.busy - usd.idle);
  const parts = [
    change('idle'),
    ...(showsBusy ? [change('busy')] : []),
    ...(tasks.after ? [] : ['no task is running']),
  ];
  const names = unpriced.map(({ address }) => address);
  return `Costs in US dollars a month: ${parts.join('; ')}${names.length > 0 ? `; not counted: ${names.join(', ')}` : ''}`;
}

function isCent(usd: number): boolean {
  return Math.abs(usd) >= 0.005;
}
