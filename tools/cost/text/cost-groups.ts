import type { CostDifference } from '../compare-costs';
import type { CostRow } from '../cost-rows';

/**
 * The lines of the README's table. Each line has a title, and a pattern that matches the ids of prices. A price is counted in the
 * first line whose pattern matches.
 */
const groups: readonly (readonly [title: string, prices: RegExp])[] = [
  ['Fargate tasks', /^fargate-/],
  ['hosts with their disks', /^(instance:|disk-)/],
  ['public IPv4 addresses', /^ipv4-/],
  ['load balancer', /^load-balancer-/],
  ['CloudFront', /^cdn-/],
  ['NAT gateway', /^nat-/],
  ['PostgreSQL with its storage, and secrets', /^(database|secret)/],
  ['firewall', /^firewall-/],
  ['alarms, dashboard and metrics', /^(alarm|dashboard|metric)/],
  ['tables, files, images, logs, data to the internet', /./],
];

export const groupTitles: readonly string[] = groups.map(([title]) => title);

/** Returns the costs of the group with this title, in US dollars for a month without visitors. */
export function groupUsd(
  rows: readonly Pick<CostRow | CostDifference['rows'][number], 'price' | 'usd'>[],
  title: string,
): number {
  const titleOf = (price: string) => groups.find(([, prices]) => prices.test(price))?.[0];
  return rows.filter(({ price }) => titleOf(price) === title).reduce((sum, { usd }) => sum + usd.idle, 0);
}
