import { blocksOf, type Values, valuesAt } from '../protocol/value';
import type { Account } from './account';

const zones = 'abcdefghijklmnop';

/**
 * The data sources that look up a VPC that no stack manages. They always find a VPC that the stacks accept: it has DNS support, and routes
 * to an internet gateway and to a NAT gateway.
 */
export const existingNetwork: Record<string, (config: Values, account: Account) => Values> = {
  aws_vpc: ({ id }, account) => ({
    id: id ?? null,
    arn: account.arn('ec2', `vpc/${id}`),
    enable_dns_support: true,
    enable_dns_hostnames: true,
    main_route_table_id: `rtb-${String(id).replace(/^vpc-/, '')}`,
  }),
  aws_subnet: ({ id }, account) => {
    const { vpc, position } = account.existingSubnets.get(String(id)) ?? { vpc: null, position: 0 };
    return { id: id ?? null, vpc_id: vpc, availability_zone: `${account.region}${zones[position]}` };
  },
  // No subnet has its own route table, so every subnet uses the main route table of the VPC.
  aws_route_tables: (_config, account) => ({ id: account.region, ids: [] }),
  aws_route_table: ({ route_table_id: id }) => ({
    id: id ?? null,
    routes: [
      { ...noTargets, cidr_block: '0.0.0.0/0', gateway_id: 'igw-00000000000000001' },
      { ...noTargets, cidr_block: '0.0.0.0/0', nat_gateway_id: 'nat-00000000000000001' },
    ],
  }),
};

const noTargets: Values = Object.fromEntries(
  [
    ...['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id', 'carrier_gateway_id', 'core_network_arn'],
    ...['egress_only_gateway_id', 'gateway_id', 'instance_id', 'local_gateway_id', 'nat_gateway_id'],
    ...['network_interface_id', 'transit_gateway_id', 'vpc_endpoint_id', 'vpc_peering_connection_id'],
  ].map((target) => [target, '']),
);

/**
 * Returns the result of `aws_subnets` for a lookup of subnets by their ids in a VPC, or undefined for any other filter. All ids are found,
 * and are added to `account.existingSubnets`.
 */
export function existingSubnets({ filter }: Values, account: Account): Values | undefined {
  const values = (name: string) =>
    blocksOf(filter).flatMap((block) => (block.name === name ? valuesAt(block, 'values') : []));
  const ids = values('subnet-id').map(String);
  if (ids.length === 0) return undefined;
  const vpc = String(values('vpc-id')[0]);
  for (const [position, id] of ids.entries()) account.existingSubnets.set(id, { vpc, position });
  return { id: account.region, ids };
}
