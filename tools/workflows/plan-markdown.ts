import { codeBlock, truncated } from '../github/markdown';
import type { PlanOfReport } from '../plan/plan-report';
import { countLine, formatSummary } from '../plan/summary-text';
import type { EnvironmentReport } from './environment-report';

/** The maximum length of one plan or one error message, in characters. */
const maxPerPlan = 12_000;
/**
 * The maximum length of all plans together, in characters.
 * GitHub allows 65,536 characters in a comment or an issue. The rest is reserved for headings and for the sentences
 * about data loss.
 */
const maxOfAll = 48_000;

/** Returns the maximum length of each plan, in characters, so that all plans fit into one comment. */
export function maxCharactersPerPlan(reports: readonly EnvironmentReport[]): number {
  const count = reports.reduce((sum, { plans = [] }) => sum + Math.max(plans.length, 1), 0);
  return Math.min(maxPerPlan, Math.floor(maxOfAll / count));
}

/** Formats the plans of one environment as Markdown with headings. If there are no plans, the Markdown says why. */
export function environmentMarkdown(report: EnvironmentReport, maxCharacters = maxPerPlan): string {
  const { environment, plans = [], error, skipped } = report;
  if (skipped !== undefined) return `#### ${environment}: not planned\n\n${skipped}`;
  if (error !== undefined)
    return `#### ${environment}: the plan failed\n\n${codeBlock(truncated(error, maxCharacters))}`;
  return plans.map((plan) => planMarkdown(environment, plan, maxCharacters)).join('\n\n');
}

/** Returns a Mermaid flowchart as Markdown. GitHub renders it as a diagram. */
function drawing(flowchart: string): string {
  const key = 'Green is new, amber changes, red is destroyed.';
  return `<details><summary>Diagram of the changes</summary>\n\n${key}\n\n\`\`\`mermaid\n${flowchart}\`\`\`\n\n</details>`;
}

/**
 * Formats one plan as Markdown: data loss in bold, and a collapsed summary.
 * @param maxCharacters the maximum length of the summary
 */
export function planMarkdown(title: string, plan: PlanOfReport, maxCharacters: number): string {
  const page = plan.run === undefined ? [] : [`[The run in Terraform Cloud](${plan.run})`];
  if ('withheld' in plan) {
    const reason =
      "Terraform Cloud returns a plan's JSON only to admins of the workspace, and the token of this workflow does not belong to an admin.";
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
