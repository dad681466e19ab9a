import { type CostReport, costReport } from '../../../tools/cost/cost-report';
import { PriceList } from '../../../tools/cost/price-list';
import type { PricedResources } from '../../../tools/cost/priced-resources';
import { synthesizedResources } from '../../../tools/cost/stack-resources';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import type { Changes } from './fixture-environment';
import { type SynthesizedStack as Json, synthesized } from './synthesized';

/** Returns the resources of a synthesized stack, as the calculation of costs needs them. */
export function resourcesOf(stack: Json): PricedResources {
  return synthesizedResources(
    new SynthesizedStack(stack as unknown as ConstructorParameters<typeof SynthesizedStack>[0]),
  );
}

/** Returns the costs of the fixture with these changes. */
export function costsOf(changes: Changes): CostReport {
  const resources = resourcesOf(synthesized(changes));
  return costReport(resources, new PriceList(resources.region));
}
