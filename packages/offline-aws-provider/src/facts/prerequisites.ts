import type { Account } from '../account';
import { isKnown, type Value, type Values } from '../value';
import { blocksOf, isGiven, occurrences } from './check';
import { defaultVpc, placeOf } from './default-vpc';
import { scalableResource } from './identities';

type Prerequisite = (after: Values, account: Account, before: Values | null) => string | undefined;

/**
 * What must be there before something is made or changed, by the type of the latter. Terraform's order of creation is
 * what these find wrong.
 *
 * Source: the errors of each action in the API references of these services, and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html (subnets),
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html (bucket policy),
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html (target groups).
 */
const prerequisites: Record<string, Prerequisite> = {
  aws_acm_certificate_validation: ({ certificate_arn }, account) => {
    const certificate = found(account, 'aws_acm_certificate', 'arn', certificate_arn);
    const needed = occurrences(certificate ?? {}, 'domain_validation_options.resource_record_name');
    const records = account.resources('aws_route53_record').map(({ name }) => withoutDot(name));
    const missing = needed.filter((name) => !records.includes(withoutDot(name)));
    return missing.length > 0
      ? `PENDING_VALIDATION: ACM waits for the record ${missing.join(', ')} until the timeout.`
      : undefined;
  },
  aws_appautoscaling_policy: ({ resource_id }, account) =>
    found(account, 'aws_appautoscaling_target', 'resource_id', resource_id)
      ? undefined
      : `ObjectNotFoundException: ${resource_id} is not registered as a scalable target.`,
  aws_appautoscaling_target: ({ resource_id, service_namespace }, account) =>
    service_namespace !== 'ecs' ||
    account.resources('aws_ecs_service').some((service) => scalableResource(service) === resource_id)
      ? undefined
      : `ValidationException: the ECS service ${resource_id} does not exist.`,
  aws_db_subnet_group: (group, account, before) =>
    otherNetworkOrOneZone(group, account, before) ?? leftSubnets(group, account, before),
  aws_ecs_capacity_provider: unprotectedGroup,
  aws_ecs_service: (service, account, before) =>
    unattachedTargetGroup(service, account) ??
    missingContainer(service, account) ??
    unassociatedProvider(service, account) ??
    otherCompatibility(service, account) ??
    otherProviders(service, before) ??
    severalNetworks(occurrences(service, 'network_configuration.subnets'), account),
  aws_iam_role_policies_exclusive: ({ role_name, policy_names }, account) => {
    const existing = account.resources('aws_iam_role_policy').filter(({ role }) => role === role_name);
    const names = existing.map(({ name }) => name ?? null);
    const missing = (Array.isArray(policy_names) ? policy_names : []).filter((name) => !names.includes(name));
    return missing.length > 0
      ? `ValidationError: the provider puts the policy ${missing.join(', ')} without a document, because ${role_name} lacks it.`
      : undefined;
  },
  aws_lb: (loadBalancer, account, before) =>
    severalNetworks(occurrences(loadBalancer, 'subnets'), account, before?.vpc_id) ??
    sharedZone(occurrences(loadBalancer, 'subnets'), account) ??
    missingGateway(loadBalancer, account) ??
    closedLogBucket(loadBalancer, account),
  aws_lb_listener: (listener, account) =>
    foreignTargetGroup(listener, account) ?? unissuedCertificate(listener, account),
  aws_nat_gateway: ({ subnet_id, connectivity_type }, account) =>
    connectivity_type === 'private'
      ? undefined
      : missingGateway({ internal: false, subnets: [subnet_id ?? null] }, account),
  aws_vpc_security_group_egress_rule: foreignGroup,
  aws_vpc_security_group_ingress_rule: foreignGroup,
};

/** Why AWS does not make or change something yet; undefined where nothing is missing. */
export function refusalOfPrerequisite(
  type: string,
  after: Values,
  account: Account,
  before: Values | null,
): string | undefined {
  return prerequisites[type]?.(after, account, before);
}

function otherNetworkOrOneZone(
  { name, subnet_ids }: Values,
  account: Account,
  before: Values | null,
): string | undefined {
  const places = placesOf(subnet_ids, account);
  const [vpc] = placesOf(before?.subnet_ids, account).map((place) => place.vpc);
  if (vpc !== undefined && places.some((place) => place.vpc !== vpc)) {
    return `InvalidParameterValue: the new subnets of ${name} are not in the VPC of the old ones, ${vpc}.`;
  }
  return places.length > 0 && new Set(places.map(({ zone }) => zone)).size < 2
    ? `DBSubnetGroupDoesNotCoverEnoughAZs: the subnets of ${name} lie in one zone.`
    : undefined;
}

/** AWS refuses this only for the subnets that an instance is in, and AWS chooses those: it may be any of them. */
function leftSubnets(group: Values, account: Account, before: Values | null): string | undefined {
  const kept = occurrences(group, 'subnet_ids').flat();
  const left = occurrences(before ?? {}, 'subnet_ids')
    .flat()
    .filter((subnet) => !kept.includes(subnet));
  const user = found(account, 'aws_db_instance', 'db_subnet_group_name', group.name);
  return left.length > 0 && user !== undefined
    ? `InvalidParameterValue: Some of the subnets to be deleted are currently in use: ${left.join(', ')}, by ${user.id}.`
    : undefined;
}

function unattachedTargetGroup(service: Values, account: Account): string | undefined {
  const attached = account
    .resources('aws_lb_listener')
    .flatMap((listener) => [
      ...occurrences(listener, 'default_action.target_group_arn'),
      ...occurrences(listener, 'default_action.forward.target_group.arn'),
    ]);
  const loose = occurrences(service, 'load_balancer.target_group_arn').filter((arn) => !attached.includes(arn));
  return loose.length > 0
    ? `InvalidParameterException: The target group ${loose.join(', ')} does not have an associated load balancer.`
    : undefined;
}

function missingContainer({ load_balancer, task_definition }: Values, account: Account): string | undefined {
  const definition = found(account, 'aws_ecs_task_definition', 'arn', task_definition);
  if (typeof definition?.container_definitions !== 'string') return undefined;
  const containers = JSON.parse(definition.container_definitions) as Values[];
  const wrong = blocksOf(load_balancer).find(
    ({ container_name, container_port }) =>
      !containers.some(
        ({ name, portMappings }) =>
          name === container_name &&
          blocksOf(portMappings).some(({ containerPort }) => containerPort === container_port),
      ),
  );
  return (
    wrong &&
    `InvalidParameterException: The task definition has no container ${wrong.container_name} with the port ${wrong.container_port}.`
  );
}

function unassociatedProvider(service: Values, account: Account): string | undefined {
  const cluster = found(account, 'aws_ecs_cluster', 'arn', service.cluster);
  const associated = account
    .resources('aws_ecs_cluster_capacity_providers')
    .filter(({ cluster_name }) => cluster_name === cluster?.name)
    .flatMap((providers) => occurrences(providers, 'capacity_providers'));
  const wanted = occurrences(service, 'capacity_provider_strategy.capacity_provider');
  const missing = wanted.filter((provider) => !associated.includes(provider));
  return missing.length > 0
    ? `InvalidParameterException: ${missing.join(', ')} is not associated with the cluster ${cluster?.name}.`
    : undefined;
}

function placesOf(subnets: Value | undefined, account: Account): { vpc: Value; zone: Value }[] {
  return (Array.isArray(subnets) ? subnets : []).flatMap((subnet) => placeOf(subnet, account) ?? []);
}

/** What the service starts its tasks on must be what they are made for; hosts give no public addresses. */
function otherCompatibility(service: Values, account: Account): string | undefined {
  const definition = found(account, 'aws_ecs_task_definition', 'arn', service.task_definition);
  const compatibilities = occurrences(definition ?? {}, 'requires_compatibilities');
  const kinds = kindsOf(service);
  const missing = kinds.filter((kind) => compatibilities.length > 0 && !compatibilities.includes(kind));
  if (missing.length > 0) {
    return `InvalidParameterException: The task definition is not compatible with ${missing.join(', ')}.`;
  }
  return kinds.includes('EC2') && occurrences(service, 'network_configuration.assign_public_ip').includes(true)
    ? 'InvalidParameterException: Assign public IP is not supported for tasks on EC2.'
    : undefined;
}

/** A service does not go from hosts to Fargate, or back. */
function otherProviders(service: Values, before: Values | null): string | undefined {
  if (before === null) return undefined;
  const [old, wanted] = [before, service].map(kindsOf);
  return old?.some((kind) => !wanted?.includes(kind))
    ? `InvalidParameterException: a service cannot be updated from capacity of ${old} to that of ${wanted}.`
    : undefined;
}

function kindsOf(service: Values): ('EC2' | 'FARGATE')[] {
  const kind = (name: Value) => (String(name).startsWith('FARGATE') ? 'FARGATE' : 'EC2');
  const providers = occurrences(service, 'capacity_provider_strategy.capacity_provider').map(kind);
  return providers.length > 0 ? [...new Set(providers)] : [kind(service.launch_type ?? 'EC2')];
}

/** ECS protects hosts only in a group whose new instances are protected. */
function unprotectedGroup(provider: Values, account: Account): string | undefined {
  const [block] = blocksOf(provider.auto_scaling_group_provider);
  const group = found(account, 'aws_autoscaling_group', 'arn', block?.auto_scaling_group_arn);
  return block?.managed_termination_protection === 'ENABLED' &&
    group !== undefined &&
    group.protect_from_scale_in !== true
    ? `InvalidParameterException: ${group.name} must have protect_from_scale_in for managed termination protection.`
    : undefined;
}

/** Nothing lies in two VPCs, or moves to another one. */
function severalNetworks(subnets: readonly Value[], account: Account, before?: Value): string | undefined {
  const networks = subnets.flatMap((subnet) => placeOf(subnet, account)?.vpc ?? []);
  const all = new Set([...networks, ...(isKnown(before) ? [before] : [])]);
  return all.size > 1 ? `InvalidSubnet: the subnets belong to different VPCs: ${[...all].join(', ')}.` : undefined;
}

function sharedZone(subnets: readonly Value[], account: Account): string | undefined {
  const zones = subnets.flatMap((subnet) => placeOf(subnet, account)?.zone ?? []);
  const shared = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (shared === undefined) return undefined;
  return `InvalidConfigurationRequest: a load balancer takes one subnet in a zone, and two lie in ${shared}.`;
}

function missingGateway({ internal, subnets }: Values, account: Account): string | undefined {
  const [subnet] = Array.isArray(subnets) ? subnets : [];
  const vpc = placeOf(subnet ?? null, account)?.vpc;
  if (internal === true || vpc === undefined || vpc === defaultVpc.id) return undefined;
  return found(account, 'aws_internet_gateway', 'vpc_id', vpc)
    ? undefined
    : `InvalidSubnet: VPC ${vpc} has no internet gateway.`;
}

/** AWS writes a file into the bucket at once, to see whether it may. */
function closedLogBucket({ access_logs }: Values, account: Account): string | undefined {
  const closed = blocksOf(access_logs)
    .filter(({ enabled }) => enabled === true)
    .find(({ bucket }) => !found(account, 'aws_s3_bucket_policy', 'bucket', bucket));
  return closed && `InvalidConfigurationRequest: Access Denied for bucket: ${closed.bucket}. It has no policy.`;
}

function foreignTargetGroup(listener: Values, account: Account): string | undefined {
  const loadBalancer = found(account, 'aws_lb', 'arn', listener.load_balancer_arn);
  const foreign = occurrences(listener, 'default_action.target_group_arn')
    .map((arn) => found(account, 'aws_lb_target_group', 'arn', arn))
    .find((group) => group !== undefined && loadBalancer !== undefined && group.vpc_id !== loadBalancer.vpc_id);
  return foreign && `InvalidConfigurationRequest: ${foreign.arn} and the load balancer are in different VPCs.`;
}

function unissuedCertificate({ certificate_arn }: Values, account: Account): string | undefined {
  if (!found(account, 'aws_acm_certificate', 'arn', certificate_arn)) return undefined;
  return found(account, 'aws_acm_certificate_validation', 'certificate_arn', certificate_arn)
    ? undefined
    : `UnsupportedCertificate: ${certificate_arn} is not issued yet.`;
}

function foreignGroup(
  { security_group_id, referenced_security_group_id }: Values,
  account: Account,
): string | undefined {
  if (!isGiven(referenced_security_group_id)) return undefined;
  const [one, other] = [security_group_id, referenced_security_group_id].map((id) =>
    found(account, 'aws_security_group', 'id', id),
  );
  return one !== undefined && other !== undefined && one.vpc_id !== other.vpc_id
    ? `InvalidGroup.NotFound: ${one.id} and ${other.id} belong to different networks.`
    : undefined;
}

function found(account: Account, type: string, attribute: string, value: Value | undefined): Values | undefined {
  return isKnown(value) ? account.resources(type).find((resource) => resource[attribute] === value) : undefined;
}

function withoutDot(name: Value | undefined): string {
  return String(name).replace(/\.$/, '');
}
