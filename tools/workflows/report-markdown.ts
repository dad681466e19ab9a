import type { PlanSummary } from '../plan/plan-summary';
import { countLine, formatSummary } from '../plan/summary-text';
import type { EnvironmentReport } from './environment-reports';
import { codeBlock, shortened } from './sections';

/** The most characters of one summary or message, so that all environments fit into a comment. */
const most = 12_000;

/** The plans of one environment, with a heading; data loss comes first, in bold. */
export function planMarkdown({ environment, plans = [], error, skipped }: EnvironmentReport): string {
  if (skipped !== undefined) return `#### ${environment}: not planned\n\n${skipped}`;
  if (error !== undefined) return `#### ${environment}: the plan failed\n\n${codeBlock(shortened(error, most))}`;
  return plans.map((plan) => summaryMarkdown(`${environment}: ${countLine(plan)}`, plan)).join('\n\n');
}

/** One summary, which opens with a click. */
export function summaryMarkdown(title: string, summary: PlanSummary): string {
  const loss = summary.dataLoss.map((sentence) => `**DATA LOSS: ${sentence}**`);
  const text = formatSummary(summary);
  const isLong = text.includes('\n');
  const details = `<details><summary>What changes</summary>\n\n${codeBlock(shortened(text, most))}\n\n</details>`;
  return [`#### ${title}`, ...loss, ...(isLong ? [details] : [])].join('\n\n');
}
