import { colors } from '../console/terminal';
import type { PlanJson } from '../terraform/plan-json';
import { type Blocker, isDeleted } from './blockers';
import type { Leftover } from './leftover';

export interface DestructionText {
  readonly plan: PlanJson;
  /** A sentence for each resource whose deletion deletes data. */
  readonly data: readonly string[];
  readonly blockers: readonly Blocker[];
  /** The resources that stay in AWS after the destroy, such as snapshots. */
  readonly staying: readonly Leftover[];
  /** The databases of which AWS would create a final snapshot, according to the last applied arguments. */
  readonly snapshots: readonly string[];
  /** Lines about the costs that end and the costs that remain. */
  readonly costs: readonly string[];
}

/**
 * Formats a destroy for the terminal: the deleted resources by type, what prevents the deletion, what stays in AWS, the
 * costs, and the deleted data.
 */
export function formatDestruction({ plan, data, blockers, staying, snapshots, costs }: DestructionText): string {
  const types = (plan.resource_changes ?? []).filter(isDeleted).map(({ type }) => type);
  const counts = [...new Set(types)].sort().map((type) => `${type} ${types.filter((one) => one === type).length}`);
  return [
    `${types.length} to destroy`,
    ...wrapped(counts),
    ...section(
      'What prevents the deletion',
      [
        ...blockers.map(({ what, why }) => `the ${what}: ${why}`),
        ...snapshots.map((name) => `the database ${name}: AWS would create a final snapshot during the deletion`),
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
