import { colors } from '../console/terminal';
import type { CostReport, CostRow, Unpriced } from './cost-report';
import { dollars, table } from './cost-text';
import type { NamedReport } from './price-stack';
import { type Quantities, quantities, scenarios } from './usage';

/** The difference between two reports of the same environment. */
export interface CostDifference {
  /** Undefined if the environment did not exist. */
  readonly before: Quantities | undefined;
  /** Undefined if the environment no longer exists. */
  readonly after: Quantities | undefined;
  /** US dollars a month: after minus before. */
  readonly usd: Quantities;
  /** The prices of resources whose costs differ. */
  readonly rows: readonly { readonly address: string; readonly price: string; readonly usd: Quantities }[];
  /** New resources without a price, which the amounts do not contain. */
  readonly unpriced: readonly Unpriced[];
}

/** The difference of one environment. */
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
    before: before?.totals.all,
    after: after?.totals.all,
    usd: difference(before?.totals.all, after?.totals.all),
    rows: rows.filter(({ usd }) => isDifferent(usd)),
    unpriced: (after?.unpriced ?? []).filter(({ address }) => !before?.unpriced.some((one) => one.address === address)),
  };
}

/** Compares environments by their names, including those that only one of the lists contains. */
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

/** Whether a month costs at least a cent more or less. */
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

/** Formats a difference as a table for a terminal. */
export function formatDifference(name: string, base: string, found: CostDifference): string {
  const title = `${colors.bold(name)}, compared with ${base}: US dollars a month`;
  const signed = (usd: Quantities) => scenarios.map((scenario) => signedDollars(usd[scenario]));
  const totals = (usd: Quantities | undefined) => scenarios.map((scenario) => (usd ? dollars(usd[scenario]) : '-'));
  const rows = [
    ['', '', ...scenarios],
    ...found.rows.map(({ address, price, usd }) => [address, price, ...signed(usd)]),
    ['Before', '', ...totals(found.before)],
    ['After', '', ...totals(found.after)],
    ['Difference', '', ...signed(found.usd)],
  ];
  const unpriced = found.unpriced.map(({ address, reason }) => `Not counted: ${address}, ${reason}`);
  return [title, '', table(rows), ...unpriced].join('\n');
}

/** Dollars with a sign, `+3.00`, `-3.00` or `0.00`. */
export function signedDollars(usd: number): string {
  const text = dollars(usd);
  return text.startsWith('-') || text === '0.00' ? text : `+${text}`;
}
