import type { Account } from '../account';
import { isObject, type Value, type Values } from '../value';
import { isWithin, overlap, parseRange } from './address-range';
import { occurrences } from './check';
import { refusalOfPrerequisite } from './prerequisites';
import { refusalOfProtection } from './protections';
import { refusalOfName } from './taken-names';
import { refusalOfUse } from './uses';

/** A change that AWS is asked for: `before` is null for a creation, `after` for a deletion. */
export interface Change {
  readonly before: Values | null;
  readonly after: Values | null;
}

/** What must be gone before its VPC is; the default security group goes with it. */
const partsOfVpc = [
  'aws_internet_gateway',
  'aws_lb',
  'aws_network_acl',
  'aws_route_table',
  'aws_security_group',
  'aws_subnet',
];

/**
 * What AWS refuses because of something else in the account, by the type of what is changed. The real provider repeats
 * a refused deletion for up to half an hour before it fails; this one fails at once.
 *
 * Source: `DependencyViolation`, `InvalidSubnet.Conflict` and `InvalidSubnet.Range` in
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const refusals: Record<string, (change: Change, account: Account) => string | undefined> = {
  aws_ecs_cluster: ({ before, after }, account) => {
    if (after !== null) return undefined;
    const joined = groupsOf(account, ({ user_data }) =>
      Buffer.from(String(user_data), 'base64').toString().includes(`ECS_CLUSTER=${before?.name}\n`),
    );
    return joined.length > 0
      ? `ClusterContainsContainerInstancesException: ${before?.name} has the hosts of ${joined.join(', ')}.`
      : undefined;
  },
  aws_ecs_cluster_capacity_providers: ({ before, after }, account) => {
    const kept = occurrences(after ?? {}, 'capacity_providers');
    const removed = occurrences(before ?? {}, 'capacity_providers').filter((provider) => !kept.includes(provider));
    const cluster = account.resources('aws_ecs_cluster').find(({ name }) => name === before?.cluster_name);
    const users = account
      .resources('aws_ecs_service')
      .filter((service) => service.cluster === cluster?.arn)
      .filter((service) =>
        occurrences(service, 'capacity_provider_strategy.capacity_provider').some((name) => removed.includes(name)),
      );
    // The real provider repeats the call for ten minutes.
    return users.length > 0
      ? `ResourceInUseException: ${removed.join(', ')} is in use by ${idsOf(users).join(', ')} and cannot be removed.`
      : undefined;
  },
  aws_internet_gateway: ({ before, after }, account) => {
    const vpc = before?.vpc_id ?? null;
    if (vpc === null || vpc === after?.vpc_id) return undefined;
    const subnets = idsOf(account.resources('aws_subnet').filter(({ vpc_id }) => vpc_id === vpc));
    const isInVpc = ({ subnets: ids }: Values) => listOf(ids).some((id) => subnets.includes(id));
    const loadBalancers = account.resources('aws_lb').filter((lb) => lb.internal !== true && isInVpc(lb));
    const publicServices = services(account, (network) => network.assign_public_ip === true && isInVpc(network));
    const natGateways = account
      .resources('aws_nat_gateway')
      .filter(({ subnet_id }) => subnets.includes(subnet_id ?? null));
    const users = [...publicServices, ...idsOf(loadBalancers), ...idsOf(natGateways)];
    return violation(`${vpc} has public addresses`, users);
  },
  aws_security_group: ({ before, after }, account) => {
    if (after !== null) return undefined;
    const id = before?.id ?? null;
    return violation(`${id} is in use`, [
      ...services(account, (network) => listOf(network.security_groups).includes(id)),
      ...groupsOf(account, ({ vpc_security_group_ids: ids }) => listOf(ids).includes(id)),
    ]);
  },
  aws_subnet: ({ before, after }, account) => {
    if (after !== null) return before === null ? wrongRange(after, account) : undefined;
    const id = before?.id ?? null;
    return violation(
      `${id} is in use`,
      services(account, (network) => listOf(network.subnets).includes(id)),
    );
  },
  aws_vpc: ({ before, after }, account) => {
    if (after !== null) return undefined;
    const parts = partsOfVpc.flatMap((type) => account.resources(type));
    return violation(`${before?.id} is not empty`, idsOf(parts.filter(({ vpc_id }) => vpc_id === before?.id)));
  },
};

/** Why AWS refuses a change; undefined where it does not. */
export function refusal(type: string, change: Change, account: Account): string | undefined {
  return refusals[type]?.(change, account) ?? usualRefusal(type, change, account);
}

function usualRefusal(type: string, { before, after }: Change, account: Account): string | undefined {
  if (after === null) {
    return before === null
      ? undefined
      : (refusalOfProtection(type, before, account) ?? refusalOfUse(type, before, account));
  }
  const taken = before === null ? refusalOfName(type, after, account) : undefined;
  return taken ?? refusalOfPrerequisite(type, after, account, before);
}

function violation(what: string, users: readonly Value[]): string | undefined {
  return users.length > 0 ? `DependencyViolation: ${what}, because of ${users.join(', ')}.` : undefined;
}

/** The ECS services whose network configuration is of this kind. */
function services(account: Account, isOfKind: (network: Values) => boolean): Value[] {
  const found = account
    .resources('aws_ecs_service')
    .filter(({ network_configuration: blocks }) => listOf(blocks).some((block) => isObject(block) && isOfKind(block)));
  return idsOf(found);
}

/** The autoscaling groups and instances whose launch template is of this kind. */
function groupsOf(account: Account, isOfKind: (template: Values) => boolean): Value[] {
  const templates = idsOf(account.resources('aws_launch_template').filter(isOfKind));
  const made = [...account.resources('aws_autoscaling_group'), ...account.resources('aws_instance')];
  return idsOf(made.filter((one) => occurrences(one, 'launch_template.id').some((id) => templates.includes(id))));
}

function wrongRange({ cidr_block, vpc_id }: Values, account: Account): string | undefined {
  const range = parseRange(cidr_block);
  if (range === undefined) return undefined;
  const vpc = account.resources('aws_vpc').find(({ id }) => id === vpc_id);
  const others = account.resources('aws_vpc_ipv4_cidr_block_association').filter((other) => other.vpc_id === vpc_id);
  const ranges = [vpc, ...others].flatMap((owner) => parseRange(owner?.cidr_block) ?? []);
  if (ranges.length > 0 && !ranges.some((outer) => isWithin(range, outer))) {
    return `InvalidSubnet.Range: ${cidr_block} does not lie within ${vpc?.cidr_block}, the addresses of ${vpc_id}.`;
  }
  const neighbours = account.resources('aws_subnet').filter((subnet) => subnet.vpc_id === vpc_id);
  const taken = neighbours.find((subnet) => {
    const other = parseRange(subnet.cidr_block);
    return other !== undefined && overlap(range, other);
  });
  return taken && `InvalidSubnet.Conflict: ${cidr_block} overlaps with ${taken.cidr_block}, which ${taken.id} has.`;
}

function idsOf(resources: readonly Values[]): Value[] {
  return resources.map(({ id }) => id ?? null);
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}
