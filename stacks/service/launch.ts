import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Compute } from '../environment';

/** On what a service starts its tasks. */
export interface Launch {
  readonly settings: Pick<EcsServiceConfig, 'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment'>;
  /** The service depends on these. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** Fargate, or a mixture of Fargate and Fargate Spot in which the first task is never Spot. */
export function defineLaunch(scope: Construct, compute: Compute, cluster: EcsCluster): Launch {
  const spotPercent = compute.kind === 'fargate' ? compute.spotPercent : undefined;
  if (spotPercent === undefined) return { settings: { launchType: 'FARGATE' }, dependencies: [] };
  const providers = new EcsClusterCapacityProviders(scope, 'cluster-capacity-providers', {
    clusterName: cluster.name,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
  });
  return {
    settings: {
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1, weight: 100 - spotPercent },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ],
      // Without it the provider replaces the service for every other mixture.
      forceNewDeployment: true,
    },
    dependencies: [providers],
  };
}
