import { colors } from '../console/terminal';
import type { PlanJson } from '../terraform/plan-json';
import { type Blocker, isDeleted } from './blockers';
import type { Leftover } from './leftover';

export interface DestructionText {
  readonly plan: PlanJson;
  /** Sentences about the data. */
  readonly data: readonly string[];
  readonly blockers: readonly Blocker[];
  /** Resources that a destroy does not delete, such as snapshots. */
  readonly staying: readonly Leftover[];
  /** The databases for which AWS would create a final snapshot, according to their last applied arguments. */
  readonly snapshots: readonly string[];
  /** Lines about costs: what ends, and what remains. */
  readonly costs: readonly string[];
}

/**
 * Formats what a destroy deletes, for people: the resources by type, then what prevents the deletion, what stays, the costs and the
 * data.
 */
export function formatDestruction({ plan, data, blockers, staying, snapshots, costs }: DestructionText): string {
  const types = (plan.resource_changes ?? []).filter(isDeleted).map(({ type }) => type);
  const counts = [...new Set(types)].sort().map((type) => `${type} ${types.filter((one) => one === type).length}`);
  return [
    `${types.length} to destroy`,
    ...wrapped(counts),
    ...section(
      'What blocks it',
      [
        ...blockers.map(({ what, why }) => `the ${what}: ${why}`),
        ...snapshots.map((name) => `the database ${name}: a final snapshot is taken when it is deleted`),
      ],
      colors.yellow,
    ),
    ...section(
      'What stays in AWS',
      staying.map(({ arn }) => arn),
      colors.yellow,
    ),
    ...section('Costs in US dollars a month, without visitors', costs, (text) => text),
    ...section('DATA LOSS', data, colors.red),
  ].join('\n');
}

function section(title: string, lines: readonly string[], color: (text: string) => string): string[] {
  return lines.length === 0 ? [] : ['', colors.bold(color(title)), ...lines.map((line) => `  ${line}`)];
}

const width = 100;

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 2 > width) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines;
}
