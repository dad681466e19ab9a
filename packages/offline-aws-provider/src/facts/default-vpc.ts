import type { Account } from '../account';
import type { Value } from '../value';

/** The VPC that AWS makes with an account. */
export const defaultVpc = { id: 'vpc-00000000000000001', cidr_block: '172.31.0.0/16' } as const;

/** One in each zone, of those that the account still has. */
export function defaultSubnets({ defaultVpc: made, region }: Account): { id: string; vpc_id: string; zone: string }[] {
  const zones = ['a', 'b', 'c'].slice(0, made === 'none' ? 0 : made.subnets);
  return zones.map((letter, index) => ({
    id: `subnet-0000000000000000${index + 1}`,
    vpc_id: defaultVpc.id,
    zone: `${region}${letter}`,
  }));
}

/** Where a subnet lies; undefined for one that nobody has made. */
export function placeOf(subnet: Value, account: Account): { vpc: Value; zone: Value } | undefined {
  const made = defaultSubnets(account).find(({ id }) => id === subnet);
  if (made !== undefined) return { vpc: made.vpc_id, zone: made.zone };
  const own = account.resources('aws_subnet').find(({ id }) => id === subnet);
  return own && { vpc: own.vpc_id ?? null, zone: own.availability_zone ?? null };
}
