import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceCapacityProviderStrategy, EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Hosts } from '../hosts/hosts';
import type { Compute } from '../settings/compute-settings';
import { replaceTrigger } from '../terraform/replace-trigger';

export interface LaunchProps {
  readonly compute: Compute;
  readonly cluster: EcsCluster;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** Whether the tasks run in private subnets. Only such environments can switch between Fargate and EC2 instances. */
  readonly isPrivate: boolean;
}

/** The arguments of an ECS service that decide whether its tasks run on Fargate, Fargate Spot or EC2 instances. */
export interface Launch {
  readonly settings: Pick<
    EcsServiceConfig,
    'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment' | 'orderedPlacementStrategy'
  >;
  /** The resources on which the service must depend. */
  readonly dependencies: readonly ITerraformDependable[];
  /** References to attributes. If one of these changes, Terraform replaces the service. @default none */
  readonly replaceTriggeredBy?: string[];
}

/** Returns the launch type or the capacity provider strategy of the service, and defines the resources that the strategy needs. */
export function defineLaunch(scope: Construct, { compute, cluster, hosts, isPrivate }: LaunchProps): Launch {
  const strategy = hosts ? [{ capacityProvider: hosts.capacityProviderName, weight: 1 }] : fargateStrategy(compute);
  // ECS cannot move a service between EC2 instances and Fargate, nor to a new capacity provider with the same name. So Terraform replaces
  // the service.
  const triggers = [
    ...(isPrivate ? [replaceTrigger(scope, 'compute', compute.kind)] : []),
    ...(hosts ? [hosts.capacityProviderArn] : []),
  ];
  const replaceTriggeredBy = triggers.length > 0 ? triggers : undefined;
  return {
    settings: {
      ...(strategy ? { capacityProviderStrategy: strategy } : { launchType: 'FARGATE' }),
      // The AWS provider requires this argument if the strategy changes. Other changes of the service start a deployment even
      // without this argument.
      forceNewDeployment: true,
      orderedPlacementStrategy: hosts && fewestHostsInEveryZone,
    },
    // A service can use only the capacity providers in the cluster's list, and AWS does not remove a provider from the list while a service
    // uses it.
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

/**
 * Returns the strategy for Fargate and Fargate Spot, in which the first task never runs on Spot.
 * @returns undefined if `spotPercent` is not set
 */
function fargateStrategy(compute: Compute): EcsServiceCapacityProviderStrategy[] | undefined {
  const spotPercent = compute.kind === 'fargate' ? compute.spotPercent : undefined;
  return spotPercent === undefined
    ? undefined
    : [
        { capacityProvider: 'FARGATE', base: 1, weight: 100 - spotPercent },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ];
}

/** A placement strategy that spreads tasks over the zones, and uses as few hosts as possible in each zone. */
const fewestHostsInEveryZone = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];
