import type { DedicatedNetwork } from '../environment';
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr';
import { failedChecks, type SettingsProblem } from './settings-problem';

/** RFC 1918 and RFC 6598: a VPC with any other range hides a part of the internet from its tasks. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** What the network configuration of an ECS service takes (AwsVpcConfiguration). */
const maxSubnets = 16;

function isPrivate(range: Cidr): boolean {
  return privateRanges.map(parseCidr).some((outer) => outer !== undefined && contains(outer, range));
}

/** What is wrong with the address ranges of a dedicated network. */
export function networkProblems(network: DedicatedNetwork): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const vpc = checkedRange('network.cidr', network.cidr, problems);
  if (vpc && !isPrivate(vpc)) {
    problems.push({
      field: 'network.cidr',
      value: network.cidr,
      remedy: `Choose a range inside ${privateRanges.join(', ')}.`,
    });
  }
  return [
    ...problems,
    ...subnetGroups(network).flatMap(zoneProblems),
    ...privateProblems(network),
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
        remedy: "Give subnets in at least two zones, for example { a: '10.0.1.0/24', b: '10.0.2.0/24' }.",
      },
      {
        field,
        value: zones,
        allowed: zones.length <= maxSubnets,
        remedy: `Give at most ${maxSubnets}: a service takes no more.`,
      },
    ]),
    ...zones.filter(isUnknownZone).map((zone) => ({
      field,
      value: zone,
      remedy: "A zone is one lower-case letter: 'a' for eu-central-1a.",
    })),
  ];
}

/** The types keep the first two out, for whoever asks them. */
function privateProblems({ publicSubnets, privateSubnets, nat }: DedicatedNetwork): SettingsProblem[] {
  const zones = Object.keys(publicSubnets);
  return failedChecks([
    {
      field: 'network.nat',
      value: nat,
      allowed: privateSubnets === undefined || nat !== undefined,
      remedy: "Say by what the private subnets reach AWS: 'one' gateway, or one 'per zone'.",
    },
    {
      field: 'network.nat',
      value: nat,
      allowed: privateSubnets !== undefined || nat === undefined,
      remedy: 'Leave it out: it is for private subnets, and there are none.',
    },
    {
      field: 'network.privateSubnets',
      value: privateSubnets,
      allowed: privateSubnets === undefined || sameMembers(Object.keys(privateSubnets), zones),
      remedy: `Give one in each zone of network.publicSubnets (${zones.join(', ')}) and in no other.`,
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
      problems.push({ field, value, remedy: `Choose a range inside network.cidr, ${network.cidr}.` });
    }
    for (const other of earlier.filter((candidate) => overlaps(candidate.range, range))) {
      const remedy = `It overlaps ${other.field}; choose ranges that share no address.`;
      problems.push({ field, value, remedy });
    }
    earlier.push({ field, range });
  }
  return problems;
}

/** @returns undefined, with a problem added, when the text is no range that AWS takes for a VPC or a subnet */
function checkedRange(field: string, value: string, problems: SettingsProblem[]): Cidr | undefined {
  const range = parseCidr(value);
  if (!range) {
    problems.push({ field, value, remedy: 'Write an IPv4 range in CIDR notation, for example 10.0.0.0/16.' });
    return undefined;
  }
  if (formatCidr(range) !== value) {
    problems.push({ field, value, remedy: `The range begins at ${formatCidr(range)}; write that.` });
  }
  if (range.prefix < 16 || range.prefix > 28) {
    problems.push({ field, value, remedy: 'AWS takes prefixes from /16 to /28; choose one of them.' });
  }
  return range;
}

function isUnknownZone(zone: string): boolean {
  return !/^[a-z]$/.test(zone);
}
