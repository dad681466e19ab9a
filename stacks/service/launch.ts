import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { EcsServiceCapacityProviderStrategy, EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Compute } from '../environment';
import type { Hosts } from '../hosts/hosts';
import { replaceTrigger } from '../replace-trigger';

export interface LaunchProps {
  readonly compute: Compute;
  readonly cluster: EcsCluster;
  /** @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** Whether the tasks are in private subnets, where `compute` may change from Fargate to hosts or back. */
  readonly isPrivate: boolean;
}

/** What a service starts its tasks on. */
export interface Launch {
  readonly settings: Pick<
    EcsServiceConfig,
    'launchType' | 'capacityProviderStrategy' | 'forceNewDeployment' | 'orderedPlacementStrategy'
  >;
  /** The service depends on these. */
  readonly dependencies: readonly ITerraformDependable[];
  /** A change of these replaces the service. @default none */
  readonly replaceTriggeredBy?: string[];
}

/** Defines what the service starts its tasks on: Fargate, or hosts. */
export function defineLaunch(scope: Construct, { compute, cluster, hosts, isPrivate }: LaunchProps): Launch {
  const strategy = hosts ? [{ capacityProvider: hosts.capacityProviderName, weight: 1 }] : fargateStrategy(compute);
  // ECS moves no service from hosts to Fargate or back, nor to another capacity provider of the same name.
  const triggers = [
    ...(isPrivate ? [replaceTrigger(scope, 'compute', compute.kind)] : []),
    ...(hosts ? [hosts.capacityProviderArn] : []),
  ];
  const replaceTriggeredBy = triggers.length > 0 ? triggers : undefined;
  return {
    settings: {
      ...(strategy ? { capacityProviderStrategy: strategy } : { launchType: 'FARGATE' }),
      // Without it the provider refuses to change the strategy; a service is changed for a deployment anyway.
      forceNewDeployment: true,
      orderedPlacementStrategy: hosts && fewestHostsInEveryZone,
    },
    // A cluster has one list of providers: AWS uses none that is missing there, and removes none that a service uses.
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

/** A mixture of Fargate and Fargate Spot in which the first task is never Spot; undefined without Spot. */
function fargateStrategy(compute: Compute): EcsServiceCapacityProviderStrategy[] | undefined {
  const spotPercent = compute.kind === 'fargate' ? compute.spotPercent : undefined;
  return spotPercent === undefined
    ? undefined
    : [
        { capacityProvider: 'FARGATE', base: 1, weight: 100 - spotPercent },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ];
}

/** Tasks are spread over the zones, and in each zone fill as few hosts as they need. */
const fewestHostsInEveryZone = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];
