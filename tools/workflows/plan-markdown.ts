import type { PlanOfReport } from '../plan/plan-report';
import { countLine, formatSummary } from '../plan/summary-text';
import type { EnvironmentReport } from './environment-report';
import { codeBlock, truncated } from './markdown';

/** The maximum length of one plan or message, in characters. */
const maxPerPlan = 12_000;
/** The maximum total length of all sections, in characters. GitHub allows 65,536 characters in a comment or an issue; the rest is reserved for headings and data-loss warnings. */
const maxOfAll = 48_000;

/** Returns the maximum length of each plan, so that all plans fit into one comment. */
export function maxCharactersPerPlan(reports: readonly EnvironmentReport[]): number {
  const count = reports.reduce((sum, { plans = [] }) => sum + Math.max(plans.length, 1), 0);
  return Math.min(maxPerPlan, Math.floor(maxOfAll / count));
}

/** Returns the plans of one environment, or why there are none, with headings. */
export function environmentMarkdown(report: EnvironmentReport, maxCharacters = maxPerPlan): string {
  const { environment, plans = [], error, skipped } = report;
  if (skipped !== undefined) return `#### ${environment}: not planned\n\n${skipped}`;
  if (error !== undefined)
    return `#### ${environment}: the plan failed\n\n${codeBlock(truncated(error, maxCharacters))}`;
  return plans.map((plan) => planMarkdown(environment, plan, maxCharacters)).join('\n\n');
}

/** GitHub draws the flowchart. */
function drawing(flowchart: string): string {
  const key = 'Green is new, amber changes, red is destroyed.';
  return `<details><summary>The diagram of what changes</summary>\n\n${key}\n\n\`\`\`mermaid\n${flowchart}\`\`\`\n\n</details>`;
}

/** Returns one plan: data loss in bold, and a collapsed summary of at most this number of characters. */
export function planMarkdown(title: string, plan: PlanOfReport, maxCharacters: number): string {
  const page = plan.run === undefined ? [] : [`[The run in Terraform Cloud](${plan.run})`];
  if ('withheld' in plan) {
    const reason =
      "Terraform Cloud returns a plan's JSON only to admins of the workspace, and this token does not belong to one.";
    return [`#### ${title}: no summary`, reason, ...page].join('\n\n');
  }
  const loss = plan.dataLoss.map((sentence) => `**DATA LOSS: ${sentence}**`).join('\n\n');
  const text = formatSummary(plan);
  const isLong = text.includes('\n');
  const details = `<details><summary>What changes</summary>\n\n${codeBlock(truncated(text, maxCharacters))}\n\n</details>`;
  return [
    `#### ${title}: ${countLine(plan)}`,
    ...(loss ? [truncated(loss, maxCharacters / 4)] : []),
    ...(isLong ? [details] : []),
    ...(plan.diagram !== undefined && plan.diagram.length <= maxCharacters / 2 ? [drawing(plan.diagram)] : []),
    ...page,
  ].join('\n\n');
}
