import type { ScanResult } from './checkov';
import type { Exception } from './exceptions';

export interface Review {
  /** The number of findings that have an exception. */
  readonly accepted: number;
  /** A sentence for each finding without an exception, and for each used exception whose day of review has passed. */
  readonly problems: readonly string[];
}

/** Separates the findings of a scan into those with an exception and those without. */
export function reviewFindings({ findings }: ScanResult, exceptions: readonly Exception[], now: Date): Review {
  const today = now.toISOString().slice(0, 10);
  const reviewed = findings.map((finding) => ({
    finding,
    exception: exceptions.find(
      ({ check, resources }) => check === finding.check && resources.includes(finding.resource),
    ),
  }));
  const unaccepted = reviewed.filter(({ exception }) => exception === undefined);
  const used = new Set(reviewed.flatMap(({ exception }) => exception ?? []));
  const overdue = [...used].filter(({ review }) => review < today);
  return {
    accepted: findings.length - unaccepted.length,
    problems: [
      ...unaccepted.map(
        ({ finding: { check, resource, title } }) =>
          `${check}, ${resource}: ${title}. Correct the resource, or add an exception with a reason to tools/scan/exceptions.json.`,
      ),
      ...overdue.map(
        ({ check, review }) =>
          `${check}: the exception was due for review on ${review}. Remove the exception, or set a new date in tools/scan/exceptions.json.`,
      ),
    ],
  };
}
