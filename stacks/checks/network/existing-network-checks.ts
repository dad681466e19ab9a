import type { ExistingNetwork } from '../../settings/network-settings';
import { failedChecks, type SettingsCheck, type SettingsProblem } from '../settings-problem';
import { isResourceId } from './resource-id';
import { maxSubnets } from './subnet-zone-checks';

/** A list of subnet ids, and its field in the settings. */
interface SubnetList {
  readonly field: string;
  readonly ids: readonly string[];
}

/**
 * Returns the problems with the ids of an existing network. The plan checks the subnets themselves, for example that they are in the VPC.
 */
export function existingNetworkProblems({
  vpcId,
  publicSubnetIds,
  privateSubnetIds,
}: ExistingNetwork): SettingsProblem[] {
  const lists = Object.entries({ publicSubnetIds, privateSubnetIds }).flatMap(([name, ids]) =>
    ids ? [{ field: `network.${name}`, ids }] : [],
  );
  return failedChecks([
    {
      field: 'network.vpcId',
      value: vpcId,
      allowed: isResourceId('vpc', vpcId),
      remedy: 'Use the id of a VPC: vpc- and 8 or 17 hexadecimal digits.',
    },
    ...lists.flatMap(lengthChecks),
    ...lists.flatMap(idChecks),
    ...repetitionChecks(lists),
  ]);
}

function lengthChecks({ field, ids }: SubnetList): SettingsCheck[] {
  return [
    {
      field,
      value: ids,
      allowed: new Set(ids).size >= 2,
      remedy: 'Name subnets in at least two zones.',
    },
    {
      field,
      value: ids.length,
      allowed: ids.length <= maxSubnets,
      remedy: `Name at most ${maxSubnets} subnets, the limit for an ECS service.`,
    },
  ];
}

function idChecks({ field, ids }: SubnetList): SettingsCheck[] {
  return ids.map((id) => ({
    field,
    value: id,
    allowed: isResourceId('subnet', id),
    remedy: 'Use the id of a subnet: subnet- and 8 or 17 hexadecimal digits.',
  }));
}

function repetitionChecks(lists: readonly SubnetList[]): SettingsCheck[] {
  const all = lists.flatMap(({ ids }) => ids);
  return [...new Set(all)].map((id) => ({
    field: lists.findLast(({ ids }) => ids.includes(id))?.field ?? 'network',
    value: id,
    allowed: all.indexOf(id) === all.lastIndexOf(id),
    remedy:
      'This subnet is listed twice. Name each subnet once: public subnets have a route to an internet gateway, private subnets do not.',
  }));
}
