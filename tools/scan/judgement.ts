import type { ScanResult } from './checkov';
import type { Exception } from './exceptions';

export interface Judgement {
  /** How many findings have an exception. */
  readonly excused: number;
  /** Sentences: each finding without an exception, and each exception that was used after its day of review. */
  readonly problems: readonly string[];
}

/** Compares the findings of a scan with the exceptions. */
export function judge({ findings }: ScanResult, exceptions: readonly Exception[], now: Date): Judgement {
  const today = now.toISOString().slice(0, 10);
  const judged = findings.map((finding) => ({
    finding,
    exception: exceptions.find(
      ({ check, resources }) => check === finding.check && resources.includes(finding.resource),
    ),
  }));
  const open = judged.filter(({ exception }) => exception === undefined);
  const used = new Set(judged.flatMap(({ exception }) => exception ?? []));
  return {
    excused: findings.length - open.length,
    problems: [
      ...open.map(
        ({ finding: { check, resource, title } }) =>
          `${check}, ${resource}: ${title}. Fix it, or add it to tools/scan/exceptions.json with the reason.`,
      ),
      ...[...used]
        .filter(({ review }) => review < today)
        .map(
          ({ check, review }) =>
            `${check}: the review of its exception was due on ${review}. Remove it, or set a new date in tools/scan/exceptions.json.`,
        ),
    ],
  };
}
