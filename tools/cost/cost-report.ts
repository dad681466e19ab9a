import { computeCosts } from './compute-costs';
import type { CostFunction, CostItem, CostKind } from './cost-item';
import { dataCosts } from './data-costs';
import { monitoringCosts } from './monitoring-costs';
import { networkCosts } from './network-costs';
import { noPricesFor, PriceList, type PriceSource } from './price-list';
import type { PricedResources } from './priced-resources';
import { type Quantities, quantities, type Scenario, scenarios } from './scenarios';
import { uncountedReason, unknownSetting } from './uncounted-reason';

/** A price that AWS charges for a resource, with the quantity and the amount. */
export interface CostRow {
  readonly address: string;
  readonly type: string;
  /** The id of the price, such as `nat-hour`. It ends with `-spot` if the price is reduced for Fargate Spot. */
  readonly price: string;
  readonly kind: CostKind;
  readonly unit: string;
  /** The price of one unit, in US dollars. */
  readonly usdPerUnit: number;
  /** The number of units in a month. */
  readonly quantities: Quantities;
  /** The amount in US dollars a month. */
  readonly usd: Quantities;
}

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
   * The amount that AWS's free tier would save, in US dollars a month, if nothing else in the account uses it. The
   * totals do not deduct this amount.
   */
  readonly free: Quantities;
}

export interface Totals {
  readonly fixed: Quantities;
  readonly use: Quantities;
  readonly all: Quantities;
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

/**
 * Returns the row for a cost item; undefined if there is no price. The price is for the resource's region: for example,
 * the web ACL of CloudFront is always in us-east-1.
 */
function rowOf(item: CostItem, prices: PriceList): CostRow | undefined {
  const { resource, kind, share, quantities: units } = item;
  const found = prices.in(resource.region)?.find(item.price);
  if (found === undefined) return undefined;
  const { address, type } = resource;
  const price = share === undefined ? item.price : `${item.price}-spot`;
  const usdPerUnit = found.usd * (share ?? 1);
  const usd = quantities((scenario) => units[scenario] * usdPerUnit);
  return { address, type, price, kind, unit: found.unit, usdPerUnit, quantities: units, usd };
}

function withoutPrice({ resource: { address, region }, price }: CostItem): Unpriced {
  return { address, reason: `no price for ${price.split(':').at(-1)} in ${region}` };
}

function totalsOf(rows: readonly CostRow[]): Totals {
  const sum = (of: readonly CostRow[]) =>
    quantities((scenario) => of.reduce((total, { usd }) => total + usd[scenario], 0));
  const having = (kind: CostKind) => rows.filter((row) => row.kind === kind);
  return { fixed: sum(having('fixed')), use: sum(having('use')), all: sum(rows) };
}

/** Returns the amount for the quantities that AWS's free tier covers, in US dollars a month. */
function freeAmount(rows: readonly CostRow[], prices: PriceList): Quantities {
  const ids = [...new Set(rows.map(({ price }) => price))];
  const freeOf = (id: string, scenario: Scenario) => {
    const used = rows.filter(({ price }) => price === id).reduce((sum, row) => sum + row.quantities[scenario], 0);
    const { freePerMonth = 0 } = prices.find(id) ?? {};
    const { usdPerUnit = 0 } = rows.find(({ price }) => price === id) ?? {};
    return Math.min(used, freePerMonth) * usdPerUnit;
  };
  return quantities((scenario) => ids.reduce((sum, id) => sum + freeOf(id, scenario), 0));
}
