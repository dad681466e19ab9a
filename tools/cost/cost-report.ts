import { computeCosts } from './compute-costs';
import type { CostFunction, CostItem, CostKind } from './cost-item';
import { dataCosts } from './data-costs';
import { monitoringCosts } from './monitoring-costs';
import { networkCosts } from './network-costs';
import type { PriceList } from './price-list';
import type { PricedResources } from './priced-resources';
import { type Quantities, quantities, type Scenario } from './usage';

/** One price of a resource. */
export interface CostRow {
  readonly address: string;
  readonly type: string;
  /** The name of the price. */
  readonly price: string;
  readonly kind: CostKind;
  readonly unit: string;
  /** US dollars for one unit. */
  readonly usdPerUnit: number;
  /** The units in a month. */
  readonly quantities: Quantities;
  /** US dollars a month. */
  readonly usd: Quantities;
}

/** A resource with a missing price. It costs more than the report says. */
export interface Unpriced {
  readonly address: string;
  readonly reason: string;
}

/** The costs of a stack in a month. */
export interface CostReport {
  readonly region: string;
  readonly prices: { readonly date: string; readonly source: string };
  readonly rows: readonly CostRow[];
  readonly unpriced: readonly Unpriced[];
  readonly totals: Totals;
  /** The value of AWS's free tier, if nothing else in the account uses it. It is not deducted from the totals. */
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

/** Calculates the costs of all resources of a stack. */
export function costReport(stack: PricedResources, prices: PriceList): CostReport {
  const items: CostItem[] = [];
  const unpriced: Unpriced[] = [];
  for (const resource of stack.all) {
    const { address, type } = resource;
    if (Object.hasOwn(costs, type)) items.push(...(costs[type]?.(resource, stack) ?? []));
    else if (prices.freeReason(type) === undefined) unpriced.push({ address, reason: `no price for ${type}` });
  }
  const rows: CostRow[] = [];
  for (const item of items) {
    const row = rowOf(item, prices);
    if (row !== undefined) rows.push(row);
    else unpriced.push({ address: item.resource.address, reason: `no price "${item.price}" in ${prices.region}` });
  }
  const { region, source } = prices;
  return { region, prices: source, rows, unpriced, totals: totalsOf(rows), free: freeAmount(rows, prices) };
}

function rowOf({ resource, price, kind, quantities: units }: CostItem, prices: PriceList): CostRow | undefined {
  const found = prices.find(price);
  if (found === undefined) return undefined;
  const { address, type } = resource;
  const usd = quantities((scenario) => units[scenario] * found.usd);
  return { address, type, price, kind, unit: found.unit, usdPerUnit: found.usd, quantities: units, usd };
}

export function totalsOf(rows: readonly CostRow[]): Totals {
  const sum = (of: readonly CostRow[]) =>
    quantities((scenario) => of.reduce((total, { usd }) => total + usd[scenario], 0));
  const having = (kind: CostKind) => rows.filter((row) => row.kind === kind);
  return { fixed: sum(having('fixed')), use: sum(having('use')), all: sum(rows) };
}

/** Returns the value of the free amounts that the stack uses. */
function freeAmount(rows: readonly CostRow[], prices: PriceList): Quantities {
  const ids = [...new Set(rows.map(({ price }) => price))];
  const freeOf = (id: string, scenario: Scenario) => {
    const used = rows.filter(({ price }) => price === id).reduce((sum, row) => sum + row.quantities[scenario], 0);
    const { usd, freePerMonth } = prices.find(id) ?? { usd: 0, freePerMonth: 0 };
    return Math.min(used, freePerMonth) * usd;
  };
  return quantities((scenario) => ids.reduce((sum, id) => sum + freeOf(id, scenario), 0));
}
