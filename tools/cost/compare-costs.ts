import { type CostReport, knownTotals, type Unpriced } from './cost-report';
import type { CostRow } from './cost-rows';
import type { NamedReport } from './environment-costs';
import { areSameUnpriced } from './text/uncounted-text';
import { type Quantities, quantities, scenarios } from './usage/scenarios';

/** The difference between two reports of the same environment. */
export interface CostDifference {
  /** US dollars a month before the change; undefined if the environment did not exist, or its region has no prices. */
  readonly before: Quantities | undefined;
  /** US dollars a month after the change; undefined if the environment no longer exists, or its region has no prices. */
  readonly after: Quantities | undefined;
  /** The difference in US dollars a month: `after` minus `before`. */
  readonly usd: Quantities;
  /** The differences in US dollars a month, by resource and price. Prices without a difference are left out. */
  readonly rows: readonly { readonly address: string; readonly price: string; readonly usd: Quantities }[];
  /** The resources whose costs are not counted in `before`. */
  readonly unpricedBefore: readonly Unpriced[];
  /** The resources whose costs are not counted in `after`. */
  readonly unpriced: readonly Unpriced[];
  /** Whether the difference is known: both reports have prices, and leave out the same resources for the same reasons. */
  readonly isComparable: boolean;
}

/** The difference in the costs of one environment. */
export interface NamedDifference {
  readonly name: string;
  readonly difference: CostDifference;
}

const nothing = quantities(() => 0);

/** Compares the costs of an environment before and after a change. */
export function compareCosts(before: CostReport | undefined, after: CostReport | undefined): CostDifference {
  const keyOf = ({ address, price }: CostRow) => JSON.stringify([address.replace(/\[0\]$/, ''), price]);
  const [old, current] = [before, after].map((report) => sumByKey(report?.rows ?? [], keyOf));
  const keys = [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])];
  const rows = keys.map((key) => {
    const [address = '', price = ''] = JSON.parse(key) as string[];
    return { address, price, usd: difference(old?.get(key), current?.get(key)) };
  });
  return {
    before: before && knownTotals(before),
    after: after && knownTotals(after),
    usd: difference(before?.totals.all, after?.totals.all),
    rows: rows.filter(({ usd }) => isDifferent(usd)),
    unpricedBefore: before?.unpriced ?? [],
    unpriced: after?.unpriced ?? [],
    isComparable: isComparable(before, after),
  };
}

/** Compares two lists of environments by name. An environment that only one of the lists contains is new or removed. */
export function compareEnvironments(
  before: readonly NamedReport[],
  after: readonly NamedReport[],
): readonly NamedDifference[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.map((name) => {
    const [old, current] = [before, after].map((list) => list.find((one) => one.name === name)?.report);
    return { name, difference: compareCosts(old, current) };
  });
}

function isComparable(before: CostReport | undefined, after: CostReport | undefined): boolean {
  const havePrices = [before, after].every((report) => report === undefined || report.prices !== undefined);
  return havePrices && areSameUnpriced(before?.unpriced ?? [], after?.unpriced ?? []);
}

/** Whether a difference is at least half a cent a month in any scenario. */
export function isDifferent(usd: Quantities): boolean {
  return scenarios.some((scenario) => Math.abs(usd[scenario]) >= 0.005);
}

function sumByKey(rows: readonly CostRow[], keyOf: (row: CostRow) => string): ReadonlyMap<string, Quantities> {
  const sums = new Map<string, Quantities>();
  for (const row of rows) {
    const sum = sums.get(keyOf(row)) ?? nothing;
    sums.set(
      keyOf(row),
      quantities((scenario) => sum[scenario] + row.usd[scenario]),
    );
  }
  return sums;
}

function difference(before: Quantities = nothing, after: Quantities = nothing): Quantities {
  return quantities((scenario) => after[scenario] - before[scenario]);
}
