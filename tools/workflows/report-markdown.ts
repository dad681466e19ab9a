import type { PlanOfReport } from '../plan/plan-report';
import { countLine, formatSummary } from '../plan/summary-text';
import type { EnvironmentReport } from './environment-reports';
import { codeBlock, shortened } from './sections';

/** The maximum length of one summary or message, in characters. */
const mostOfOne = 12_000;
/** The maximum length of all of them. With headings and data loss, it is below GitHub's 65,536 characters for a comment or an issue. */
const mostOfAll = 48_000;

/** The maximum length of each summary, so that all summaries fit into one comment. */
export function mostCharacters(reports: readonly EnvironmentReport[]): number {
  const summaries = reports.reduce((sum, { plans = [] }) => sum + Math.max(plans.length, 1), 0);
  return Math.min(mostOfOne, Math.floor(mostOfAll / summaries));
}

/** The plans of one environment, with a heading; data loss comes first, in bold. */
export function planMarkdown(report: EnvironmentReport, most = mostOfOne): string {
  const { environment, plans = [], error, skipped } = report;
  if (skipped !== undefined) return `#### ${environment}: not planned\n\n${skipped}`;
  if (error !== undefined) return `#### ${environment}: the plan failed\n\n${codeBlock(shortened(error, most))}`;
  return plans.map((plan) => summaryMarkdown(environment, plan, most)).join('\n\n');
}

/** One plan, with a collapsed summary of at most this number of characters. */
export function summaryMarkdown(title: string, plan: PlanOfReport, most: number): string {
  const page = plan.run === undefined ? [] : [`[The run in Terraform Cloud](${plan.run})`];
  if ('withheld' in plan) {
    const reason =
      "Terraform Cloud returns a plan's JSON only to admins of the workspace, and this token does not belong to one.";
    return [`#### ${title}: no summary`, reason, ...page].join('\n\n');
  }
  const loss = plan.dataLoss.map((sentence) => `**DATA LOSS: ${sentence}**`).join('\n\n');
  const text = formatSummary(plan);
  const isLong = text.includes('\n');
  const details = `<details><summary>What changes</summary>\n\n${codeBlock(shortened(text, most))}\n\n</details>`;
  return [
    `#### ${title}: ${countLine(plan)}`,
    ...(loss ? [shortened(loss, most / 4)] : []),
    ...(isLong ? [details] : []),
    ...page,
  ].join('\n\n');
}
