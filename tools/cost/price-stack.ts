import { readAllStacks, readStack } from '../shared/read-stack';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import { type CostReport, stackReport } from './cost-report';
import { noPricesFor, PriceList } from './price-list';
import { type Saving, savings } from './savings';
import { synthesizedResources } from './stack-resources';

/** A stack and its costs. */
export interface NamedReport {
  readonly name: string;
  readonly report: CostReport;
  /** Changes that would make the stack cheaper. */
  readonly savings: readonly Saving[];
}

/** Calculates the costs of a synthesized stack. Without prices for its region, nothing is counted. */
export function priceStack(name: string, stack: SynthesizedStack): NamedReport {
  const resources = synthesizedResources(stack);
  const report = stackReport(resources);
  return { name, report, savings: savings(resources, report) };
}

/**
 * Synthesizes a stack in a temporary folder, which leaves the folder of `npm run synth` as it is, and calculates its costs.
 * @throws UnknownEnvironment if there is no such environment
 * @throws UserError if its file is invalid, or if there are no prices for its region
 */
export async function priceEnvironment(name: string, stop: AbortSignal): Promise<NamedReport> {
  const stack = await readStack(name, stop);
  if (PriceList.ifKnown(stack.region) === undefined) throw new UserError(`${noPricesFor(stack.region)}.`);
  return priceStack(name, stack);
}

/** Returns the costs of all listed environments, in the order of their names. */
export async function priceAllEnvironments(stop: AbortSignal): Promise<readonly NamedReport[]> {
  return priceEnvironments(await readAllStacks(stop));
}

/** Returns the costs of the environments among stacks, without the bootstrap. */
export function priceEnvironments(stacks: ReadonlyMap<string, SynthesizedStack>): readonly NamedReport[] {
  const environments = [...stacks].filter(([, stack]) => stack.resources('aws_ecs_service').length > 0);
  return environments.map(([name, stack]) => priceStack(name, stack));
}
