import type { DedicatedNetwork } from '../../settings/network-settings';
import type { SettingsProblem } from '../settings-problem';
import { type Cidr, contains, formatCidr, isPrivate, overlaps, parseCidr, privateRanges } from './cidr';
import { subnetGroups, subnetZoneProblems } from './subnet-zone-checks';

/** Returns the problems with the address ranges and the zones of a dedicated network. */
export function networkProblems(network: DedicatedNetwork): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const vpc = checkedRange('network.cidr', network.cidr, problems);
  if (vpc && !isPrivate(vpc)) {
    problems.push({
      field: 'network.cidr',
      value: network.cidr,
      remedy: `Use a range inside one of these: ${privateRanges.join(', ')}.`,
    });
  }
  return [...problems, ...subnetZoneProblems(network), ...subnetProblems(network, vpc)];
}

function subnetProblems(network: DedicatedNetwork, vpc: Cidr | undefined): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const earlier: { field: string; range: Cidr }[] = [];
  const subnets = subnetGroups(network).flatMap(([group, ranges]) =>
    Object.entries(ranges).map(([zone, value]) => ({ field: `${group}.${zone}`, value })),
  );
  for (const { field, value } of subnets) {
    const range = checkedRange(field, value, problems);
    if (!range) {
      continue;
    }
    if (vpc && !contains(vpc, range)) {
      problems.push({ field, value, remedy: `Use a range inside network.cidr, ${network.cidr}.` });
    }
    for (const other of earlier.filter((candidate) => overlaps(candidate.range, range))) {
      const remedy = `This range overlaps ${other.field}. Use ranges that do not overlap.`;
      problems.push({ field, value, remedy });
    }
    earlier.push({ field, range });
  }
  return problems;
}

/**
 * Parses the range of a VPC or a subnet, and adds its problems to `problems`.
 * @returns undefined if `value` is not a range
 */
function checkedRange(field: string, value: string, problems: SettingsProblem[]): Cidr | undefined {
  const range = parseCidr(value);
  if (!range) {
    problems.push({ field, value, remedy: 'Use an IPv4 range in CIDR notation, for example 10.0.0.0/16.' });
    return undefined;
  }
  if (formatCidr(range) !== value) {
    problems.push({ field, value, remedy: `Use the first address of the range: ${formatCidr(range)}.` });
  }
  if (range.prefix < 16 || range.prefix > 28) {
    problems.push({ field, value, remedy: "Use a prefix from /16 to /28, AWS's limits." });
  }
  return range;
}
