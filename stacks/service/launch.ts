import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Compute } from '../environment';
import type { Hosts } from '../hosts/hosts';

/** On what a service starts its tasks. */
export interface Launch {
  readonly settings: Pick<
    EcsServiceConfig,
    'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment' | 'orderedPlacementStrategy'
  >;
  /** The service depends on these. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** Fargate, or a mixture of Fargate and Fargate Spot in which the first task is never Spot. */
export function launchOnFargate(scope: Construct, compute: Compute, cluster: EcsCluster): Launch {
  const spotPercent = compute.kind === 'fargate' ? compute.spotPercent : undefined;
  // Without it the provider refuses to change the mixture; a service is changed for a deployment anyway.
  const forceNewDeployment = true;
  if (spotPercent === undefined) {
    return { settings: { launchType: 'FARGATE', forceNewDeployment }, dependencies: [] };
  }
  return {
    settings: {
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1, weight: 100 - spotPercent },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ],
      forceNewDeployment,
    },
    dependencies: [associate(scope, cluster, ['FARGATE', 'FARGATE_SPOT'])],
  };
}

/** Hosts of one's own: the tasks in as many zones as there are, and there on as few hosts as hold them. */
export function launchOnHosts(scope: Construct, { capacityProviderName }: Hosts, cluster: EcsCluster): Launch {
  return {
    settings: {
      capacityProviderStrategy: [{ capacityProvider: capacityProviderName, weight: 1 }],
      forceNewDeployment: true,
      orderedPlacementStrategy: [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'binpack', field: 'memory' },
      ],
    },
    dependencies: [associate(scope, cluster, [capacityProviderName])],
  };
}

/** A cluster has one list of them: what is not in it cannot be used, and what is used, or in it, cannot go. */
function associate(scope: Construct, cluster: EcsCluster, capacityProviders: string[]): ITerraformDependable {
  return new EcsClusterCapacityProviders(scope, 'cluster-capacity-providers', {
    clusterName: cluster.name,
    capacityProviders,
  });
}
