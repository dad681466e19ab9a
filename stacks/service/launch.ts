import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { FargateCompute } from '../environment';

/** On what a service starts its tasks. */
export interface Launch {
  readonly settings: Pick<EcsServiceConfig, 'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment'>;
  /** The service depends on these. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** Fargate, or a mixture of Fargate and Fargate Spot in which the first task is never Spot. */
export function defineLaunch(scope: Construct, { spotPercent }: FargateCompute, cluster: EcsCluster): Launch {
  // Without it the provider refuses to change the mixture; a service is changed for a deployment anyway.
  const forceNewDeployment = true;
  if (spotPercent === undefined) {
    return { settings: { launchType: 'FARGATE', forceNewDeployment }, dependencies: [] };
  }
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
      forceNewDeployment,
    },
    dependencies: [providers],
  };
}
