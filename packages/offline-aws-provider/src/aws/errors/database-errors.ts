import { type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { vpcOf } from '../default-vpc';
import type { ErrorChecks } from './error-checks';

/**
 * The checks of RDS, by resource type.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
 */
export const databaseErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_db_subnet_group: {
    write: (group, account, before) => otherVpc(group, account, before) ?? subnetsInUse(group, account, before),
  },
};

function otherVpc(group: Values, account: Account, before: Values | null): string | undefined {
  const [old] = vpcsOf(before, account);
  return old !== undefined && vpcsOf(group, account).some((vpc) => vpc !== old)
    ? `InvalidParameterValue: the new subnets of ${group.name} are not in ${old}, the VPC of the old subnets.`
    : undefined;
}

/**
 * Returns the error if a subnet is removed from a subnet group that an instance uses. The real AWS rejects only the removal of the
 * instance's own subnet. AWS chooses that subnet, so it can be any subnet of the group.
 */
function subnetsInUse(group: Values, account: Account, before: Values | null): string | undefined {
  const kept = valuesAt(group, 'subnet_ids');
  const removed = valuesAt(before ?? {}, 'subnet_ids').filter((subnet) => !kept.includes(subnet));
  const instance = account.find('aws_db_instance', 'db_subnet_group_name', group.name);
  return removed.length > 0 && instance !== undefined
    ? `InvalidParameterValue: Some of the subnets to be deleted are currently in use: ${removed.join(', ')}, by ${instance.id}.`
    : undefined;
}

function vpcsOf(group: Values | null, account: Account) {
  return valuesAt(group ?? {}, 'subnet_ids').flatMap((subnet) => vpcOf(subnet, account) ?? []);
}
