import { uncountedReason, unknownSetting } from './checks/uncounted-reason';
import { type CostRow, freeAmount, rowOf, type Totals, totalsOf } from './cost-rows';
import { computeCosts } from './items/compute-costs';
import type { CostFunction, CostItem } from './items/cost-item';
import { dataCosts } from './items/data-costs';
import { monitoringCosts } from './items/monitoring-costs';
import { networkCosts } from './items/network-costs';
import type { PriceSource } from './prices/price-document';
import { noPricesFor, PriceList } from './prices/price-list';
import type { PricedResources } from './resources/priced-resources';
import { type Quantities, quantities, scenarios } from './usage/scenarios';

/** A resource whose costs are not counted, with the reason. */
export interface Unpriced {
  readonly address: string;
  readonly reason: string;
}

/** The costs of a stack in a month. */
export interface CostReport {
  readonly region: string;
  /** Where the prices come from; undefined if there are no prices for the region. The report then has no rows. */
  readonly prices: PriceSource | undefined;
  readonly rows: readonly CostRow[];
  readonly unpriced: readonly Unpriced[];
  readonly totals: Totals;
  /**
   * The most that AWS's free tier can save, in US dollars a month. The totals do not deduct it, because other resources
   * in the account may use the free tier.
   */
  readonly free: Quantities;
}

const costs: Readonly<Record<string, CostFunction>> = {
  ...computeCosts,
  ...networkCosts,
  ...dataCosts,
  ...monitoringCosts,
};

/** Calculates the costs of a stack. If there are no prices for its region, the report has no rows. */
export function stackReport(stack: PricedResources): CostReport {
  const { region } = stack;
  const prices = PriceList.ifKnown(region);
  if (prices !== undefined) return costReport(stack, prices);
  const unpriced = [{ address: 'everything', reason: noPricesFor(region) }];
  return { region, prices: undefined, rows: [], unpriced, totals: totalsOf([]), free: quantities(() => 0) };
}

/** Returns the totals of a report; undefined if there are no prices for the region. */
export function knownTotals({ prices, totals }: CostReport): Quantities | undefined {
  return prices && totals.all;
}

/** Calculates the costs of all resources of a stack from a list of prices. */
function costReport(stack: PricedResources, prices: PriceList): CostReport {
  const items: CostItem[] = [];
  const unpriced: Unpriced[] = [];
  for (const resource of stack.all) {
    const { address, type } = resource;
    const itemsOf = Object.hasOwn(costs, type) ? costs[type] : undefined;
    const isFree = prices.freeReason(type) !== undefined;
    const reason = isFree ? unknownSetting(resource) : uncountedReason(resource, stack);
    if (reason !== undefined) unpriced.push({ address, reason });
    else if (itemsOf === undefined && !isFree) unpriced.push({ address, reason: `no price for ${type}` });
    else items.push(...(itemsOf?.(resource, stack) ?? []));
  }
  const rows: CostRow[] = [];
  for (const item of items) {
    const row = rowOf(item, prices);
    if (row !== undefined) rows.push(row);
    else if (scenarios.some((scenario) => item.quantities[scenario] > 0)) unpriced.push(withoutPrice(item));
  }
  const { region, source } = prices;
  return { region, prices: source, rows, unpriced, totals: totalsOf(rows), free: freeAmount(rows, prices) };
}

function withoutPrice({ resource: { address, region }, price }: CostItem): Unpriced {
  return { address, reason: `no price for ${price.split(':').at(-1)} in ${region}` };
}
