import type { ScanResult } from './checkov';
import type { Exception } from './exceptions';

export interface Review {
  /** How many findings have an exception. */
  readonly accepted: number;
  /** Sentences: one for each finding without an exception, and one for each exception that was used after its day of review. */
  readonly problems: readonly string[];
}

/** Compares the findings of a scan with the exceptions. */
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
          `${check}, ${resource}: ${title}. Fix it, or add an exception with a reason to tools/scan/exceptions.json.`,
      ),
      ...overdue.map(
        ({ check, review }) =>
          `${check}: its exception was due for review on ${review}. Remove it, or set a new date in tools/scan/exceptions.json.`,
      ),
    ],
  };
}
