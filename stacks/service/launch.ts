import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceCapacityProviderStrategy, EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Hosts } from '../hosts/hosts';
import { replaceTrigger } from '../replace-trigger';
import type { Compute } from '../settings/compute-settings';

export interface LaunchProps {
  readonly compute: Compute;
  readonly cluster: EcsCluster;
  /** @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** Whether the tasks run in private subnets. Only then can `compute` change between Fargate and hosts. */
  readonly isPrivate: boolean;
}

/** The settings of a service that decide whether its tasks run on Fargate, Fargate Spot or hosts. */
export interface Launch {
  readonly settings: Pick<
    EcsServiceConfig,
    'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment' | 'orderedPlacementStrategy'
  >;
  /** The service must depend on these. */
  readonly dependencies: readonly ITerraformDependable[];
  /** References whose change replaces the service. @default none */
  readonly replaceTriggeredBy?: string[];
}

/** Defines the launch type or the capacity provider strategy of the service. */
export function defineLaunch(scope: Construct, { compute, cluster, hosts, isPrivate }: LaunchProps): Launch {
  const strategy = hosts ? [{ capacityProvider: hosts.capacityProviderName, weight: 1 }] : fargateStrategy(compute);
  // ECS cannot move a service from hosts to Fargate or back, or to a new capacity provider with the same name.
  const triggers = [
    ...(isPrivate ? [replaceTrigger(scope, 'compute', compute.kind)] : []),
    ...(hosts ? [hosts.capacityProviderArn] : []),
  ];
  const replaceTriggeredBy = triggers.length > 0 ? triggers : undefined;
  return {
    settings: {
      ...(strategy ? { capacityProviderStrategy: strategy } : { launchType: 'FARGATE' }),
      // The provider requires it for a change of the strategy. Other changes of the service are deployments anyway.
      forceNewDeployment: true,
      orderedPlacementStrategy: hosts && fewestHostsInEveryZone,
    },
    // A cluster must list every capacity provider that its services use, and AWS refuses to remove one that is in use.
    dependencies: strategy
      ? [
          new EcsClusterCapacityProviders(scope, 'cluster-capacity-providers', {
            clusterName: cluster.name,
            capacityProviders: strategy.map(({ capacityProvider }) => capacityProvider),
            lifecycle: { replaceTriggeredBy },
          }),
        ]
      : [],
    replaceTriggeredBy,
  };
}

/** Returns the strategy for Fargate and Fargate Spot, in which the first task is never on Spot; undefined without Spot. */
function fargateStrategy(compute: Compute): EcsServiceCapacityProviderStrategy[] | undefined {
  const spotPercent = compute.kind === 'fargate' ? compute.spotPercent : undefined;
  return spotPercent === undefined
    ? undefined
    : [
        { capacityProvider: 'FARGATE', base: 1, weight: 100 - spotPercent },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ];
}

/** Spreads tasks over the zones, and uses as few hosts as possible in each zone. */
const fewestHostsInEveryZone = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];
