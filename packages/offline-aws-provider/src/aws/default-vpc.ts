import type { Value } from '../protocol/value';
import type { Account } from './account';

/** The default VPC, which AWS creates with each account. */
export const defaultVpc = { id: 'vpc-0defa000000000001', cidr_block: '172.31.0.0/16' } as const;

/** Returns the ids of the default subnets that the account still has, one in each zone. */
export function defaultSubnets({ defaultVpc: vpc }: Account): string[] {
  const count = vpc === 'none' ? 0 : vpc.subnets;
  return ['1', '2', '3'].slice(0, count).map((zone) => `subnet-0defa00000000000${zone}`);
}

/** Returns the id of the VPC of a subnet, or undefined if the subnet does not exist. */
export function vpcOf(subnet: Value | undefined, account: Account): Value | undefined {
  if (defaultSubnets(account).some((id) => id === subnet)) return defaultVpc.id;
  return account.existingSubnets.get(String(subnet))?.vpc ?? account.find('aws_subnet', 'id', subnet)?.vpc_id;
}
