import type { SynthesizedStack } from '../shared/synthesized-stack';
import { synthesizeAllTemporarily, synthesizeTemporarily } from '../shared/temporary-synthesis';
import { UserError } from '../shared/user-error';
import { type CostReport, stackReport } from './cost-report';
import { noPricesFor, PriceList } from './prices/price-list';
import { synthesizedResources } from './resources/synthesized-resources';
import { type Saving, savings } from './savings';

/** The costs of a stack, with the name of the stack. */
export interface NamedReport {
  readonly name: string;
  readonly report: CostReport;
  /** The changes that would make the stack cheaper. */
  readonly savings: readonly Saving[];
}

/** Calculates the costs of a synthesized stack. If there are no prices for its region, the report has no rows. */
function priceStack(name: string, stack: SynthesizedStack): NamedReport {
  const resources = synthesizedResources(stack);
  const report = stackReport(resources);
  return { name, report, savings: savings(resources, report) };
}

/**
 * Synthesizes an environment and calculates its costs. The output of `npm run synth` does not change.
 * @throws UnknownEnvironment if there is no such environment
 * @throws UserError if the environment's file is invalid, or if there are no prices for its region
 */
export async function priceEnvironment(name: string, stop: AbortSignal): Promise<NamedReport> {
  const stack = await synthesizeTemporarily(name, stop);
  if (PriceList.ifKnown(stack.region) === undefined) throw new UserError(`${noPricesFor(stack.region)}.`);
  return priceStack(name, stack);
}

/** Synthesizes all environments and calculates their costs. @returns the reports, sorted by name */
export async function priceAllEnvironments(stop: AbortSignal): Promise<readonly NamedReport[]> {
  return priceEnvironments(await synthesizeAllTemporarily(stop));
}

/** Calculates the costs of the environments among these stacks. The bootstrap is left out. */
export function priceEnvironments(stacks: ReadonlyMap<string, SynthesizedStack>): readonly NamedReport[] {
  const environments = [...stacks].filter(([, stack]) => stack.resources('aws_ecs_service').length > 0);
  return environments.map(([name, stack]) => priceStack(name, stack));
}
