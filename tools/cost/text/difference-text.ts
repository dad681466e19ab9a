import { colors } from '../../console/terminal';
import type { CostDifference } from '../compare-costs';
import type { Unpriced } from '../cost-report';
import { type Quantities, type Scenario, scenarios } from '../usage/scenarios';
import { signedDollars } from './dollars';
import { textTable } from './text-table';
import { amountCell, areSameUnpriced, uncountedText } from './uncounted-text';

/** Formats a difference as a table for a terminal. @param base what the environment is compared with, such as a commit */
export function formatDifference(name: string, base: string, found: CostDifference): string {
  const title = `${colors.bold(name)}, compared with ${base}: US dollars a month`;
  const totals = (usd: Quantities | undefined, unpriced: readonly Unpriced[]) =>
    scenarios.map((scenario) => amountCell(usd?.[scenario], unpriced));
  const rows = [
    ['', '', ...scenarios],
    ...found.rows.map(({ address, price, usd }) => [
      address,
      price,
      ...scenarios.map((scenario) => signedDollars(usd[scenario])),
    ]),
    ['Before', '', ...totals(found.before, found.unpricedBefore)],
    ['After', '', ...totals(found.after, found.unpriced)],
    ['Difference', '', ...scenarios.map((scenario) => differenceText(found, scenario))],
  ];
  return [title, '', textTable(rows), ...missingLines(found)].join('\n');
}

/**
 * Formats the difference in a scenario with its sign. Returns `unknown` if the costs before and after leave out
 * different resources.
 */
export function differenceText(found: CostDifference, scenario: Scenario): string {
  return found.isComparable ? signedDollars(found.usd[scenario]) : 'unknown';
}

/** Returns lines that name the resources whose costs are not counted before or after the change. */
export function missingLines(found: CostDifference): readonly string[] {
  const { unpricedBefore, unpriced } = found;
  const lists: readonly (readonly [string, readonly Unpriced[]])[] = areSameUnpriced(unpricedBefore, unpriced)
    ? [['Not counted', unpriced]]
    : [
        ['Not counted before', unpricedBefore],
        ['Not counted after', unpriced],
      ];
  return lists.filter(([, list]) => list.length > 0).map(([title, list]) => `${title}: ${uncountedText(list)}`);
}
