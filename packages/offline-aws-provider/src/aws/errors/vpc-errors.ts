import ipaddr from 'ipaddr.js';
import { blocksOf, type Value, type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { vpcOf } from '../default-vpc';
import { launchedFrom } from '../instances';
import { dependencyViolation, type ErrorChecks, idsOf } from './error-checks';

/** The types of resources that must be deleted before their VPC. AWS deletes the default security group together with the VPC. */
const partsOfVpc = ['aws_internet_gateway', 'aws_lb', 'aws_route_table', 'aws_security_group', 'aws_subnet'];

const securityGroupRule: ErrorChecks = { write: securityGroupInOtherVpc };

/**
 * The checks of VPCs and the resources in them, by resource type.
 * Source: `DependencyViolation`, `InvalidGroup.NotFound` and `InvalidSubnet.Conflict` in
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const vpcErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_internet_gateway: {
    write: ({ vpc_id }, account, before) =>
      before === null || before.vpc_id === vpc_id ? undefined : publicAddresses(before, account),
    delete: publicAddresses,
  },
  aws_nat_gateway: { write: ({ subnet_id }, account) => missingInternetGateway(subnet_id, account) },
  aws_security_group: {
    delete: ({ id = null }, account) =>
      dependencyViolation(
        `${id} is in use by`,
        launchedFrom(account, (template) => valuesAt(template, 'vpc_security_group_ids').includes(id)),
      ),
  },
  aws_subnet: {
    write: (subnet, account, before) => (before === null ? overlappingSubnet(subnet, account) : undefined),
  },
  aws_vpc: {
    delete: ({ id }, account) => {
      const parts = partsOfVpc.flatMap((type) => account.resources(type)).filter(({ vpc_id }) => vpc_id === id);
      return dependencyViolation(`${id} contains`, idsOf(parts));
    },
  },
  aws_vpc_security_group_egress_rule: securityGroupRule,
  aws_vpc_security_group_ingress_rule: securityGroupRule,
};

/**
 * Returns the error for a public resource in a subnet whose VPC has no internet gateway. Returns undefined if the VPC has one, or if no
 * stack manages the VPC.
 */
export function missingInternetGateway(subnet: Value | undefined, account: Account): string | undefined {
  const vpc = vpcOf(subnet, account);
  const isManaged = account.find('aws_vpc', 'id', vpc) !== undefined;
  return vpc === undefined || !isManaged || account.find('aws_internet_gateway', 'vpc_id', vpc)
    ? undefined
    : `InvalidSubnet: VPC ${vpc} has no internet gateway.`;
}

/** Returns the error if an internet gateway is detached from a VPC in which resources have public addresses. */
function publicAddresses({ vpc_id }: Values, account: Account): string | undefined {
  const isInVpc = (subnets: readonly Value[]) => subnets.some((subnet) => vpcOf(subnet, account) === vpc_id);
  const isPublic = (service: Values) =>
    blocksOf(service.network_configuration).some(
      (network) => network.assign_public_ip === true && isInVpc(valuesAt(network, 'subnets')),
    );
  const users = [
    ...account.resources('aws_ecs_service').filter(isPublic),
    ...account.resources('aws_lb').filter((loadBalancer) => isInVpc(valuesAt(loadBalancer, 'subnets'))),
    ...account.resources('aws_nat_gateway').filter(({ subnet_id }) => isInVpc([subnet_id ?? null])),
  ];
  return dependencyViolation(`${vpc_id} has public addresses, used by`, idsOf(users));
}

function overlappingSubnet({ cidr_block, vpc_id }: Values, account: Account): string | undefined {
  const other = account
    .resources('aws_subnet')
    .find((subnet) => subnet.vpc_id === vpc_id && overlap(String(subnet.cidr_block), String(cidr_block)));
  return other && `InvalidSubnet.Conflict: ${cidr_block} overlaps ${other.cidr_block}, the range of ${other.id}.`;
}

/**
 * Whether two IPv4 ranges in CIDR notation have addresses in common. Returns false if one of them is not an IPv4 range, as in an IPv6-only
 * subnet.
 */
function overlap(one: string, other: string): boolean {
  if (![one, other].every((range) => ipaddr.IPv4.isValidCIDR(range))) return false;
  const [first, firstPrefix] = ipaddr.IPv4.parseCIDR(one);
  const [second, secondPrefix] = ipaddr.IPv4.parseCIDR(other);
  return first.match(second, Math.min(firstPrefix, secondPrefix));
}

function securityGroupInOtherVpc(
  { security_group_id, referenced_security_group_id }: Values,
  account: Account,
): string | undefined {
  const one = account.find('aws_security_group', 'id', security_group_id);
  const other = account.find('aws_security_group', 'id', referenced_security_group_id);
  return one !== undefined && other !== undefined && one.vpc_id !== other.vpc_id
    ? `InvalidGroup.NotFound: ${one.id} and ${other.id} are in different VPCs.`
    : undefined;
}
