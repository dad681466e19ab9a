import { type PlanCost, planCost } from '../cost/plan-cost';
import { PriceList } from '../cost/prices/price-list';
import { groupTitles, groupUsd } from '../cost/text/cost-groups';
import { dollars } from '../cost/text/dollars';
import { atLeast, uncountedText } from '../cost/text/uncounted-text';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { PlanJson } from '../terraform/plan-json';
import type { DeletedDatabase } from './blockers';
import type { Leftover } from './leftover';

/** The databases of which AWS may create snapshots, and the snapshots that stay. */
export interface SnapshotSources {
  readonly databases: readonly DeletedDatabase[];
  readonly staying: readonly Pick<Leftover, 'kind'>[];
}

/** Returns lines that say how a destroy changes the costs: which costs end, and what the resources that stay in AWS cost. */
export function destructionCosts(
  plan: PlanJson,
  { stack, region, state }: Pick<SynthesizedEnvironment, 'stack' | 'region' | 'state'>,
  snapshots: SnapshotSources,
): readonly string[] {
  const cost = planCost(plan, stack);
  return [
    endingLine(cost),
    ...snapshotLines(region, snapshots),
    ...(state === 's3'
      ? [
          "The bucket of Terraform's state stays, because it belongs to the bootstrap. For its costs: npm run cost bootstrap",
        ]
      : []),
  ];
}

function endingLine({ rows, usd, before, unpricedBefore: unpriced }: PlanCost): string {
  const ending = groupTitles
    .map((title) => ({ title, usd: -groupUsd(rows, title) }))
    .filter((group) => group.usd >= 0.005)
    .sort((one, other) => other.usd - one.usd);
  const parts = ending.map((group) => `${group.title} ${dollars(group.usd)}`);
  const ended = `${atLeast(before && -usd.idle, unpriced)} end${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  return unpriced.length > 0 ? `${ended}; not counted: ${uncountedText(unpriced)}` : ended;
}

/**
 * Returns lines about the costs of snapshots. Each amount is an upper bound, because a snapshot contains only the used
 * blocks of the database's storage.
 */
function snapshotLines(region: string, { databases, staying }: SnapshotSources): readonly string[] {
  const price = PriceList.ifKnown(region)?.find('database-snapshot');
  if (price === undefined) return [];
  const kept = staying.filter(({ kind }) => kind === 'snapshots of the database').length;
  return [
    ...databases.map(
      ({ name, storageGB }) =>
        `At most ${dollars(storageGB * price.usd)} if you keep a final snapshot of ${name} (${storageGB} GB)`,
    ),
    ...(kept === 0
      ? []
      : [`${price.usd} for each GB of ${kept === 1 ? 'the snapshot that stays' : `the ${kept} snapshots that stay`}`]),
  ];
}
