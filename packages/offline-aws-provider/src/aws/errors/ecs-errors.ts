import { type Value, type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { launchedFrom } from '../instances';
import { type ErrorChecks, idsOf } from './error-checks';

/**
 * The checks of ECS clusters, by resource type. The real provider retries `PutClusterCapacityProviders` for ten minutes. The offline
 * provider fails immediately.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html and `PutClusterCapacityProviders` in the same
 * API reference
 */
export const clusterErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_ecs_cluster: {
    delete: ({ name }, account) => {
      const groups = launchedFrom(account, ({ user_data }) =>
        Buffer.from(String(user_data), 'base64').toString().includes(`ECS_CLUSTER=${name}\n`),
      );
      return groups.length > 0
        ? `ClusterContainsContainerInstancesException: The cluster ${name} contains container instances of ${groups.join(', ')}.`
        : undefined;
    },
  },
  aws_ecs_cluster_capacity_providers: {
    write: (list, account, before) => {
      const kept = valuesAt(list, 'capacity_providers');
      const removed = valuesAt(before ?? {}, 'capacity_providers').filter((provider) => !kept.includes(provider));
      return capacityProvidersInUse(list, removed, account);
    },
    delete: (list, account) => capacityProvidersInUse(list, valuesAt(list, 'capacity_providers'), account),
  },
};

/**
 * The checks of ECS services, by resource type.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html and `UpdateService` in the same API reference
 */
export const serviceErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_ecs_service: {
    write: (service, account, before) =>
      targetGroupWithoutListener(service, account) ??
      unassociatedCapacityProvider(service, account) ??
      otherCapacity(service, before) ??
      gracePeriodWithNewLoadBalancer(service, before),
  },
};

function capacityProvidersInUse(list: Values, removed: readonly Value[], account: Account): string | undefined {
  const cluster = account.find('aws_ecs_cluster', 'name', list.cluster_name);
  const users = account
    .resources('aws_ecs_service')
    .filter((service) => service.cluster === cluster?.arn)
    .filter((service) => capacityProvidersOf(service).some((name) => removed.includes(name)));
  return users.length > 0
    ? `ResourceInUseException: ${removed.join(', ')} is in use by ${idsOf(users).join(', ')} and cannot be removed.`
    : undefined;
}

function targetGroupWithoutListener(service: Values, account: Account): string | undefined {
  const withListener = account
    .resources('aws_lb_listener')
    .flatMap((listener) => valuesAt(listener, 'default_action.target_group_arn'));
  const without = valuesAt(service, 'load_balancer.target_group_arn').filter((arn) => !withListener.includes(arn));
  return without.length > 0
    ? `InvalidParameterException: The target group ${without.join(', ')} does not have an associated load balancer.`
    : undefined;
}

function unassociatedCapacityProvider(service: Values, account: Account): string | undefined {
  const cluster = account.find('aws_ecs_cluster', 'arn', service.cluster);
  const associated = account
    .resources('aws_ecs_cluster_capacity_providers')
    .filter(({ cluster_name }) => cluster_name === cluster?.name)
    .flatMap((list) => valuesAt(list, 'capacity_providers'));
  const missing = capacityProvidersOf(service).filter((provider) => !associated.includes(provider));
  return missing.length > 0
    ? `InvalidParameterException: ${missing.join(', ')} is not associated with the cluster ${cluster?.name}.`
    : undefined;
}

/** Returns the error if a service is moved from EC2 instances to Fargate, or back, which ECS does not support. */
function otherCapacity(service: Values, before: Values | null): string | undefined {
  if (before === null) return undefined;
  const [old, wanted] = [capacityOf(before), capacityOf(service)];
  return old === wanted
    ? undefined
    : `InvalidParameterException: a service cannot be moved from ${old} capacity to ${wanted} capacity.`;
}

/**
 * Returns the error if an update of a service without a load balancer sets a grace period: ECS checks the period against the existing
 * service, even if the same request adds a load balancer.
 */
function gracePeriodWithNewLoadBalancer(service: Values, before: Values | null): string | undefined {
  if (before === null || valuesAt(before, 'load_balancer').length > 0) return undefined;
  return service.health_check_grace_period_seconds === before.health_check_grace_period_seconds
    ? undefined
    : 'InvalidParameterException: Health check grace period is only valid for services configured to use load balancers.';
}

function capacityOf(service: Values): 'EC2' | 'FARGATE' {
  const [name = service.launch_type] = capacityProvidersOf(service);
  return String(name).startsWith('FARGATE') ? 'FARGATE' : 'EC2';
}

function capacityProvidersOf(service: Values): Value[] {
  return valuesAt(service, 'capacity_provider_strategy.capacity_provider');
}
