import type { DedicatedNetwork } from '../settings/network-settings';
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr';
import { failedChecks, type SettingsProblem } from './settings-problem';

/** The private ranges of RFC 1918 and RFC 6598. A network in any other range would hide a part of the internet from the tasks. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** The maximum number of subnets of an ECS service (AwsVpcConfiguration). */
export const maxSubnets = 16;

function isPrivate(range: Cidr): boolean {
  return privateRanges.map(parseCidr).some((outer) => outer !== undefined && contains(outer, range));
}

/** Returns the problems with the address ranges of a dedicated network. */
export function networkProblems(network: DedicatedNetwork): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const vpc = checkedRange('network.cidr', network.cidr, problems);
  if (vpc && !isPrivate(vpc)) {
    problems.push({
      field: 'network.cidr',
      value: network.cidr,
      remedy: `Use a range inside ${privateRanges.join(', ')}.`,
    });
  }
  return [
    ...problems,
    ...subnetGroups(network).flatMap(zoneProblems),
    ...privateSubnetProblems(network),
    ...subnetProblems(network, vpc),
  ];
}

type SubnetGroup = readonly [field: string, subnets: Readonly<Record<string, string>>];

function subnetGroups({ publicSubnets, privateSubnets }: DedicatedNetwork): SubnetGroup[] {
  const groups: SubnetGroup[] = [['network.publicSubnets', publicSubnets]];
  return privateSubnets ? [...groups, ['network.privateSubnets', privateSubnets]] : groups;
}

function zoneProblems([field, subnets]: SubnetGroup): SettingsProblem[] {
  const zones = Object.keys(subnets);
  return [
    ...failedChecks([
      {
        field,
        value: subnets,
        allowed: zones.length >= 2,
        remedy: "Add subnets in at least two zones, for example { a: '10.0.1.0/24', b: '10.0.2.0/24' }.",
      },
      {
        field,
        value: zones,
        allowed: zones.length <= maxSubnets,
        remedy: `Use at most ${maxSubnets} subnets, the limit for an ECS service.`,
      },
    ]),
    ...zones.filter(isUnknownZone).map((zone) => ({
      field,
      value: zone,
      remedy: "Use one lower-case letter for each zone: 'a' for eu-central-1a.",
    })),
  ];
}

/** Returns the problems with private subnets. The compiler also rejects settings that fail the first two checks. */
function privateSubnetProblems({ publicSubnets, privateSubnets, nat }: DedicatedNetwork): SettingsProblem[] {
  const zones = Object.keys(publicSubnets);
  return failedChecks([
    {
      field: 'network.nat',
      value: nat,
      allowed: privateSubnets === undefined || nat !== undefined,
      remedy: "Private subnets need a NAT gateway. Use 'one' or 'per zone'.",
    },
    {
      field: 'network.nat',
      value: nat,
      allowed: privateSubnets !== undefined || nat === undefined,
      remedy: 'Remove nat: there are no private subnets.',
    },
    {
      field: 'network.privateSubnets',
      value: privateSubnets,
      allowed: privateSubnets === undefined || sameMembers(Object.keys(privateSubnets), zones),
      remedy: `Use the same zones as in network.publicSubnets (${zones.join(', ')}).`,
    },
  ]);
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((member) => others.includes(member));
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

function isUnknownZone(zone: string): boolean {
  return !/^[a-z]$/.test(zone);
}
