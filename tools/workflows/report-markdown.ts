import { countLine, formatSummary } from '../plan/summary-text';
import type { EnvironmentReport, PlanOfReport } from './environment-reports';
import { codeBlock, shortened } from './sections';

/** The maximum length of one summary or message, in characters, so that all environments fit into a comment. */
const most = 12_000;

/** The plans of one environment, with a heading; data loss comes first, in bold. */
export function planMarkdown({ environment, plans = [], error, skipped }: EnvironmentReport): string {
  if (skipped !== undefined) return `#### ${environment}: not planned\n\n${skipped}`;
  if (error !== undefined) return `#### ${environment}: the plan failed\n\n${codeBlock(shortened(error, most))}`;
  return plans.map((plan) => summaryMarkdown(environment, plan)).join('\n\n');
}

/** One plan, with a collapsed summary. */
export function summaryMarkdown(title: string, plan: PlanOfReport): string {
  const page = plan.run === undefined ? [] : [`[The run in Terraform Cloud](${plan.run})`];
  if ('withheld' in plan) {
    const reason = 'Terraform Cloud gives the summary only to admins of the workspace, and this token is not of one.';
    return [`#### ${title}: no summary`, reason, ...page].join('\n\n');
  }
  const loss = plan.dataLoss.map((sentence) => `**DATA LOSS: ${sentence}**`);
  const text = formatSummary(plan);
  const isLong = text.includes('\n');
  const details = `<details><summary>What changes</summary>\n\n${codeBlock(shortened(text, most))}\n\n</details>`;
  return [`#### ${title}: ${countLine(plan)}`, ...loss, ...(isLong ? [details] : []), ...page].join('\n\n');
}
