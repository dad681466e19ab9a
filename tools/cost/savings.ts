import { alternatives } from './alternatives/alternatives';
import { type CostReport, stackReport } from './cost-report';
import type { PricedResources } from './resources/priced-resources';
import { type Quantities, quantities, scenarios } from './usage/scenarios';

/** A change that makes a stack cheaper. */
export interface Saving {
  /** The change and its disadvantage, as text for a terminal. */
  readonly change: string;
  /** The saving in US dollars a month. A negative amount is an extra cost. */
  readonly usd: Quantities;
}

/**
 * Returns the changes that save at least a cent a month in at least one scenario, sorted by their saving without visitors, the largest
 * first.
 */
export function savings(stack: PricedResources, report: CostReport): readonly Saving[] {
  const found = alternatives.flatMap(([change, alternative]) => {
    const cheaper = alternative(stack);
    return cheaper === undefined ? [] : [savingOf(change, report, stackReport(cheaper))];
  });
  const parked = { change: 'park the environment while nobody uses it: npm run park', usd: parkedSaving(report) };
  return [...found, parked]
    .filter(({ usd }) => scenarios.some((scenario) => usd[scenario] >= 0.01))
    .sort((one, other) => other.usd.idle - one.usd.idle);
}

/**
 * Returns the saving of a change. If the change adds resources whose prices are unknown, the saving is unknown too, and
 * the result is 0.
 */
function savingOf(change: string, before: CostReport, after: CostReport): Saving {
  const isPriced = after.unpriced.every(({ address }) => before.unpriced.some((one) => one.address === address));
  const usd = quantities((scenario) => (isPriced ? before.totals.all[scenario] - after.totals.all[scenario] : 0));
  return { change, usd };
}

function parkedSaving({ totals }: CostReport): Quantities {
  return quantities((scenario) => (scenario === 'parked' ? 0 : totals.all[scenario] - totals.all.parked));
}
