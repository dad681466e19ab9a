import { colors } from '../console/terminal';
import type { PlanFormat } from './plan-arguments';
import type { PlanSummary } from './plan-summary';
import { formatSummary } from './summary-text';

/** One plan, as `npm run plan` prints it. */
export interface ReportedPlan {
  /**
   * The kind of plan. A first deployment has two: `first-apply` without an image, and `image` with an image. `drift`
   * contains the changes since the last apply.
   */
  readonly kind: 'next-apply' | 'first-apply' | 'image' | 'drift';
  /** The first line of the summary, such as `The first apply, without an image`. */
  readonly title?: string;
  /** The summary; undefined if Terraform Cloud does not return the plan's JSON. */
  readonly summary?: PlanSummary;
  /** The URL of the run's page, if Terraform Cloud has made the plan. */
  readonly run?: string;
  /**
   * A Mermaid flowchart with the boxes of the architecture that change; undefined if nothing changes, or if too much
   * changes for a diagram.
   */
  readonly diagram?: string;
  /** The text that Terraform prints about the plan. */
  readonly text: string;
}

/**
 * One plan in JSON. `withheld` is set instead of the summary if Terraform Cloud does not return the plan's JSON. `run`
 * is the URL of the run's page.
 */
export type PlanOfReport = Pick<ReportedPlan, 'kind' | 'run' | 'diagram'> & (PlanSummary | { readonly withheld: true });

export interface PlanReport {
  readonly environment: string;
  readonly offline: boolean;
  readonly hasChanges: boolean;
  readonly plans: readonly ReportedPlan[];
  /** Lines to print after the plans, such as the next step. */
  readonly remarks: readonly string[];
}

/** The version of the JSON format. A new field increases the minor version; a changed or removed field increases the major version. */
const formatVersion = '1.2';

/**
 * Prints a report to standard output.
 * @returns the exit code: 0 without changes, 2 with changes
 */
export function printReport(report: PlanReport, { json, full }: PlanFormat): number {
  console.log(json ? JSON.stringify(reportAsJson(report), null, 2) : reportAsText(report, full));
  return report.hasChanges ? 2 : 0;
}

/** Returns the report in the JSON format that docs/plan.md describes. */
export function reportAsJson({ environment, offline, hasChanges, plans }: PlanReport): object {
  const shown = plans.map(({ kind, run, summary, diagram }) => ({
    kind,
    ...(run === undefined ? {} : { run }),
    ...(summary ?? { withheld: true }),
    ...(diagram === undefined ? {} : { diagram }),
  }));
  return { formatVersion, environment, offline, hasChanges, plans: shown };
}

export function reportAsText({ plans, remarks }: PlanReport, full: boolean): string {
  const parts = plans.flatMap(({ title, summary, text }) => {
    const heading = title === undefined ? '' : `${colors.bold(title)}: `;
    const own = full || summary === undefined ? [text.trim()] : [];
    return [...own, ...(summary === undefined ? [] : [`${heading}${formatSummary(summary)}`])];
  });
  return ['', [...parts, ...remarks].join('\n\n')].join('\n');
}
