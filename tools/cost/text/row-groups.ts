import type { CostRow } from '../cost-rows';
import { type Quantities, scenarios } from '../usage/scenarios';

/** One line of the report: all rows with the same resource type and price, added up. */
export interface RowGroup {
  readonly title: string;
  readonly unit: string;
  readonly usdPerUnit: number;
  readonly quantities: Quantities;
  readonly usd: Quantities;
}

/** Adds up the rows that have the same resource type and price. A line is left out if it costs nothing in every scenario. */
export function groupRows(rows: readonly CostRow[]): readonly RowGroup[] {
  const keyOf = ({ type, price, usdPerUnit }: CostRow) => `${type} ${price} ${usdPerUnit}`;
  const keys = [...new Set(rows.map(keyOf))];
  const groups = keys.map((key) => {
    const same = rows.filter((row) => keyOf(row) === key);
    const [{ address = '', type = '', price = '', unit = '', usdPerUnit = 0 } = {}] = same;
    const add = (of: (row: CostRow) => Quantities): Quantities =>
      same.map(of).reduce((sum, one) => ({
        parked: sum.parked + one.parked,
        idle: sum.idle + one.idle,
        light: sum.light + one.light,
        busy: sum.busy + one.busy,
      }));
    const count = new Set(same.map((row) => row.address)).size;
    return {
      title: `${(count > 1 ? `${type} ×${count}` : address).replace(/^aws_/, '')}: ${price}`,
      unit,
      usdPerUnit,
      quantities: add((row) => row.quantities),
      usd: add((row) => row.usd),
    };
  });
  return groups.filter(({ usd }) => scenarios.some((scenario) => usd[scenario] > 0));
}
