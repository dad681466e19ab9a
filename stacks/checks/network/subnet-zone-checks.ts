import type { DedicatedNetwork } from '../../settings/network-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';

/** The maximum number of subnets of an ECS service (AwsVpcConfiguration). */
export const maxSubnets = 16;

type SubnetGroup = readonly [field: string, subnets: Readonly<Record<string, string>>];

/** Returns the problems with the zones of the subnets, and with NAT. */
export function subnetZoneProblems(network: DedicatedNetwork): SettingsProblem[] {
  return [...subnetGroups(network).flatMap(zoneProblems), ...privateZoneProblems(network)];
}

/** Returns the public and, if there are any, the private subnets of a network. */
export function subnetGroups({ publicSubnets, privateSubnets }: DedicatedNetwork): SubnetGroup[] {
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
function privateZoneProblems({ publicSubnets, privateSubnets, nat }: DedicatedNetwork): SettingsProblem[] {
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

function isUnknownZone(zone: string): boolean {
  return !/^[a-z]$/.test(zone);
}
