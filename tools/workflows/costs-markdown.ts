import { isDifferent, type NamedDifference, signedDollars } from '../cost/compare-costs';
import { scenarios } from '../cost/usage';

/** Returns the differences as a table; environments that cost the same are only named. */
export function costsMarkdown(differences: readonly NamedDifference[]): string {
  const changed = differences.filter(({ difference }) => isDifferent(difference.usd));
  const same = differences.filter(({ difference }) => !isDifferent(difference.usd)).map(({ name }) => name);
  const rows = changed.map(({ name, difference: { after, usd } }) => {
    const cells = scenarios.map(
      (scenario) => `${after?.[scenario].toFixed(2) ?? '-'} (${signedDollars(usd[scenario])})`,
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
  return [...(rows.length > 0 ? [table] : []), ...(same.length > 0 ? [`No difference: ${same.join(', ')}.`] : [])].join(
    '\n\n',
  );
}
