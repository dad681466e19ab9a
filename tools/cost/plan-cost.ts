import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { PlanJson } from '../terraform/plan-json';
import { type CostDifference, compareCosts } from './compare-costs';
import { knownTotals, stackReport } from './cost-report';
import { plannedResources } from './resources/planned-resources';
import type { PricedResources } from './resources/priced-resources';
import { synthesizedResources } from './resources/synthesized-resources';
import { differenceText, missingLines } from './text/difference-text';
import { atLeast, uncountedText } from './text/uncounted-text';
import type { Scenario } from './usage/scenarios';

/** How an apply changes the costs of a stack. */
export interface PlanCost extends CostDifference {
  /**
   * Whether all ECS services of the stack exist. They do not exist before the first image is deployed, or while the
   * environment is parked.
   */
  readonly hasTasks: { readonly before: boolean; readonly after: boolean };
}

/** Calculates how an apply changes the costs of a stack. */
export function planCost(plan: PlanJson, stack: SynthesizedStack): PlanCost {
  const synthesized = synthesizedResources(stack);
  const { before, after } = plannedResources(plan, synthesized);
  return {
    ...compareCosts(stackReport(before), stackReport(after)),
    hasTasks: { before: hasServices(before, synthesized), after: hasServices(after, synthesized) },
  };
}

/**
 * Whether the planned stack contains all ECS services of the synthesized stack. This is true for a stack without
 * services, such as the bootstrap.
 */
function hasServices(stack: PricedResources, all: PricedResources): boolean {
  return stack.of('aws_ecs_service').length >= all.of('aws_ecs_service').length;
}

/** Returns the costs of a stack in a month without visitors, as text such as `12.04 US dollars a month without visitors`. */
export function idleCost(stack: SynthesizedStack): string {
  const report = stackReport(synthesizedResources(stack));
  const usd = knownTotals(report)?.idle;
  const amount =
    usd === undefined ? 'an unknown amount' : `${atLeast(usd, report.unpriced)} US dollars a month without visitors`;
  return report.unpriced.length > 0 ? `${amount}; not counted: ${uncountedText(report.unpriced)}` : amount;
}

/**
 * Returns a sentence about the costs after an apply, read from the synthesized JSON. It is for plans that Terraform
 * Cloud withholds.
 */
export function costWithoutPlan(stack: SynthesizedStack): string {
  return `Costs after the apply, with all tasks, from the synthesized JSON and not from the plan: ${idleCost(stack)}`;
}

/**
 * Formats the difference in costs as one line, such as `Costs in US dollars a month: 12.04 → 23.99 idle (+11.95)`. The
 * line mentions `busy` only if its difference is not the same as that of `idle`.
 */
export function costLine(cost: PlanCost): string {
  const { before, after, usd, unpricedBefore, unpriced, isComparable, hasTasks: tasks } = cost;
  const change = (scenario: Scenario) =>
    !isComparable || isCent(usd[scenario])
      ? `${atLeast(before?.[scenario], unpricedBefore)} → ${atLeast(after?.[scenario], unpriced)} ${scenario} (${differenceText(cost, scenario)})`
      : `${atLeast(after?.[scenario], unpriced)} ${scenario}, as before`;
  const showsBusy = tasks.before && tasks.after && isCent(usd.busy - usd.idle);
  const parts = [
    change('idle'),
    ...(showsBusy ? [change('busy')] : []),
    ...(tasks.after ? [] : ['no task is running']),
    ...missingLines(cost).map((line) => line.replace(/^N/, 'n')),
  ];
  return `Costs in US dollars a month: ${parts.join('; ')}`;
}

function isCent(usd: number): boolean {
  return Math.abs(usd) >= 0.005;
}
