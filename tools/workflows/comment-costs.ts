import { compareEnvironments, isDifferent, type NamedDifference, signedDollars } from '../cost/compare-costs';
import { priceAllEnvironments, priceEnvironments } from '../cost/price-stack';
import { scenarios } from '../cost/usage';
import { stacksAt } from '../shared/stacks-at-commit';
import { UserError } from '../shared/user-error';
import { codeBlock, truncated } from './markdown';
import { writeCommentSection } from './pull-request-comment';
import { type Step, type StepContext, writeSummary } from './step';

/** The maximum length of a message, in characters. */
const maxMessageCharacters = 2_000;

/**
 * Writes what the pull request changes in the costs of each environment into its comment, compared with BASE_COMMIT. Needs no credentials
 * for AWS.
 */
export const commentCosts: Step = async (_, context) => {
  const text = `### Costs\n\n${await describeCosts(context)}`;
  writeSummary(context.variables, text);
  await writeCommentSection('costs', text, context);
};

/** A region without prices, or a base that cannot be synthesized, must not fail a pull request. */
async function describeCosts({ variables, stop }: StepContext): Promise<string> {
  try {
    const before = priceEnvironments(await stacksAt(variables.BASE_COMMIT ?? '', stop));
    return costsMarkdown(compareEnvironments(before, await priceAllEnvironments(stop)));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `Not calculated:\n\n${codeBlock(truncated(error.message, maxMessageCharacters))}`;
  }
}

/** The differences as a table; environments that cost the same are only named. */
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
