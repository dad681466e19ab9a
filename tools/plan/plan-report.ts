import { colors } from '../console/terminal';
import type { PlanFormat } from './plan-arguments';
import type { PlanSummary } from './plan-summary';
import { formatSummary } from './summary-text';

/** One plan, as `npm run plan` prints it. */
export interface ReportedPlan {
  /**
   * `next-apply`; for a first deployment, `first-apply` without an image and `image` with an image; `drift` for changes since the last
   * apply.
   */
  readonly kind: 'next-apply' | 'first-apply' | 'image' | 'drift';
  /** The first line of the summary, such as `The first apply, without an image`. */
  readonly title?: string;
  /** Undefined if Terraform Cloud does not return the plan's JSON. */
  readonly summary?: PlanSummary;
  /** The address of the page of the run, if Terraform Cloud has made the plan. */
  readonly run?: string;
  /** The boxes of the architecture that change, as a Mermaid flowchart; missing if nothing or too much changes. */
  readonly diagram?: string;
  /** Terraform's own text. */
  readonly text: string;
}

/** One plan in JSON. `withheld`: Terraform Cloud returns its summary only to admins. `run`: the address of its page there. */
export type PlanOfReport = Pick<ReportedPlan, 'kind' | 'run' | 'diagram'> & (PlanSummary | { readonly withheld: true });

export interface PlanReport {
  readonly environment: string;
  readonly offline: boolean;
  readonly hasChanges: boolean;
  readonly plans: readonly ReportedPlan[];
  /** The lines at the end. */
  readonly remarks: readonly string[];
}

/** The version of the format: a new field increases the minor version, a changed or removed field the major version. */
const formatVersion = '1.2';

/**
 * Prints a report to standard output.
 * @returns the exit code: 0 without changes; otherwise 2
 */
export function printReport(report: PlanReport, { json, full }: PlanFormat): number {
  console.log(json ? JSON.stringify(reportAsJson(report), null, 2) : reportAsText(report, full));
  return report.hasChanges ? 2 : 0;
}

/** Returns the JSON that docs/plan.md describes. */
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
