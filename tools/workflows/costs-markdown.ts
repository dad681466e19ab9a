import { type CostDifference, isDifferent, type NamedDifference } from '../cost/compare-costs';
import { differenceText, missingLines } from '../cost/text/difference-text';
import { amountCell } from '../cost/text/uncounted-text';
import { scenarios } from '../cost/usage/scenarios';

/** Formats the differences in costs as a table. Environments whose costs do not change are only listed by name. */
export function costsMarkdown(differences: readonly NamedDifference[]): string {
  const changed = differences.filter(({ difference }) => isChange(difference));
  const same = differences.filter(({ difference }) => !isChange(difference)).map(({ name }) => name);
  const rows = changed.map(({ name, difference }) => {
    const cells = scenarios.map(
      (scenario) =>
        `${amountCell(difference.after?.[scenario], difference.unpriced)} (${differenceText(difference, scenario)})`,
    );
    return `| ${[name, ...cells].join(' | ')} |`;
  });
  const table = [
    'US dollars a month, and the difference from the base:',
    '',
    `| | ${scenarios.join(' | ')} |`,
    `|---|${'---|'.repeat(scenarios.length)}`,
    ...rows,
  ].join('\n');
  return [
    ...(rows.length > 0 ? [table] : []),
    ...differences.flatMap(({ name, difference }) => missingLines(difference).map((line) => `${name}: ${line}`)),
    ...(same.length > 0 ? [`No difference: ${same.join(', ')}.`] : []),
  ].join('\n\n');
}

/** Whether the costs change. An unknown difference counts as a change. */
function isChange(difference: CostDifference): boolean {
  return isDifferent(difference.usd) || !difference.isComparable;
}
