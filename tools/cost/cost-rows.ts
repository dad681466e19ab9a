import type { CostItem, CostKind } from './items/cost-item';
import type { PriceList } from './prices/price-list';
import { type Quantities, quantities, type Scenario } from './usage/scenarios';

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

/** The sums of rows, in US dollars a month. */
export interface Totals {
  readonly fixed: Quantities;
  readonly use: Quantities;
  readonly all: Quantities;
}

/**
 * Returns the row for a cost item; undefined if there is no price. The price is for the resource's region: for example,
 * the web ACL of CloudFront is always in us-east-1.
 */
export function rowOf(item: CostItem, prices: PriceList): CostRow | undefined {
  const { resource, kind, share, quantities: units } = item;
  const found = prices.in(resource.region)?.find(item.price);
  if (found === undefined) return undefined;
  const { address, type } = resource;
  const price = share === undefined ? item.price : `${item.price}-spot`;
  const usdPerUnit = found.usd * (share ?? 1);
  const usd = quantities((scenario) => units[scenario] * usdPerUnit);
  return { address, type, price, kind, unit: found.unit, usdPerUnit, quantities: units, usd };
}

export function totalsOf(rows: readonly CostRow[]): Totals {
  const sum = (of: readonly CostRow[]) =>
    quantities((scenario) => of.reduce((total, { usd }) => total + usd[scenario], 0));
  const having = (kind: CostKind) => rows.filter((row) => row.kind === kind);
  return { fixed: sum(having('fixed')), use: sum(having('use')), all: sum(rows) };
}

/** Returns the amount for the quantities that AWS's free tier covers, in US dollars a month. */
export function freeAmount(rows: readonly CostRow[], prices: PriceList): Quantities {
  const ids = [...new Set(rows.map(({ price }) => price))];
  const freeOf = (id: string, scenario: Scenario) => {
    const used = rows.filter(({ price }) => price === id).reduce((sum, row) => sum + row.quantities[scenario], 0);
    const { freePerMonth = 0 } = prices.find(id) ?? {};
    const { usdPerUnit = 0 } = rows.find(({ price }) => price === id) ?? {};
    return Math.min(used, freePerMonth) * usdPerUnit;
  };
  return quantities((scenario) => ids.reduce((sum, id) => sum + freeOf(id, scenario), 0));
}
