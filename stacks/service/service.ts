import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService, type EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { Fn, Op, type TerraformResourceLifecycle, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import { port } from '../../contract';
import type { Environment } from '../environment';
import type { Hosts } from '../hosts/hosts';
import { noImage } from '../image/container-image-variable';
import type { DeployedImage } from '../image/deployed-image';
import type { ImageRepository } from '../image/image-repository';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import { attributeOrNull } from '../optional-resource';
import type { Profiles } from '../profiles/profiles';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { Autoscaling } from './autoscaling';
import { containerName } from './container-definitions';
import { defineLaunch } from './launch';
import { serviceTimeouts } from './service-timeouts';
import { defineTaskDefinition } from './task-definition';
import { defineTaskRoles } from './task-roles';
import { defineTaskSecurityGroup } from './task-security-group';

export interface ServiceProps {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly images: ImageRepository;
  readonly deployed: DeployedImage;
  readonly table: EntriesDynamodbTable;
  /** @default none: the internet reaches the tasks themselves */
  readonly loadBalancer?: LoadBalancer;
  /** @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** @default none: the app has no profiles */
  readonly profiles?: Profiles;
}

/** The app as an ECS service: its tasks, what they may do, who may reach them, where they log. */
export class Service extends Construct {
  readonly logGroupName: string;
  readonly securityGroupId: string;
  /** `none` while no image runs; not null, because `cdktf deploy` fails on outputs that are null. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { environment, cluster, network, deployed, loadBalancer, hosts, profiles } = props;
    const { compute, scale } = environment;
    const isPrivate = network.privateSubnetIds !== undefined;
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/ecs/${environment.project}-${environment.name}`,
      retentionInDays: environment.logRetentionDays,
    });
    const roles = defineTaskRoles(this, { ...props, logGroup });
    const taskDefinition = attributeOrNull(defineTaskDefinition(this, { ...props, logGroup, roles }), 'arn');
    const securityGroup = defineTaskSecurityGroup(this, {
      namePrefix: namePrefix(environment, 'app', 'securityGroupPrefix'),
      vpcId: network.vpcId,
      loadBalancerSecurityGroupId: loadBalancer?.securityGroupId,
    });
    const databaseRules = profiles?.database.admit('app', securityGroup.id, 'the tasks') ?? [];
    const launch = defineLaunch(this, { compute, cluster, hosts, isPrivate });
    const service = new EcsService(this, 'service', {
      ...rollingDeployment,
      count: deployed.count,
      name: physicalName(environment, 'app', 'service'),
      cluster: cluster.arn,
      taskDefinition,
      ...launch.settings,
      ...(loadBalancer && behind(loadBalancer)),
      timeouts: serviceTimeouts(environment),
      desiredCount: scale.kind === 'fixed' ? scale.tasks : scale.min,
      networkConfiguration: {
        subnets: network.privateSubnetIds ?? network.publicSubnetIds,
        securityGroups: [securityGroup.id],
        assignPublicIp: !isPrivate,
      },
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      // Tasks need all of it from their first second to their last: to start, and while a destroy drains them.
      dependsOn: [
        ...roles.task.policies,
        ...roles.execution.policies,
        ...securityGroup.rules,
        ...databaseRules,
        ...network.internetAccess,
        ...launch.dependencies,
        ...(loadBalancer?.listeners ?? []),
      ],
      lifecycle: {
        ...refuseRollback(taskDefinition),
        // Autoscaling decides, and an apply must not set it back.
        ignoreChanges: scale.kind === 'automatic' ? ['desired_count'] : undefined,
        replaceTriggeredBy: launch.replaceTriggeredBy,
      },
    });
    if (loadBalancer && scale.kind === 'automatic') {
      new Autoscaling(this, 'autoscaling', {
        scale,
        count: deployed.count,
        serviceArn: attributeOrNull(service, 'id'),
        requestsLabel: `${loadBalancer.arnSuffix}/${loadBalancer.targetGroupArnSuffix}`,
        name: physicalName(environment, 'app', 'service'),
      });
    }
    deployed.rememberOnce(service);

    this.logGroupName = logGroup.name;
    this.securityGroupId = securityGroup.id;
    this.name = Fn.coalesce([attributeOrNull(service, 'name'), noImage]);
  }
}

/** New tasks must be healthy before old ones stop; when they never are, ECS goes back by itself. */
const rollingDeployment = {
  deploymentMinimumHealthyPercent: 100,
  deploymentMaximumPercent: 200,
  deploymentCircuitBreaker: { enable: true, rollback: true },
  availabilityZoneRebalancing: 'ENABLED',
  waitForSteadyState: true,
} as const;

/** Registers the tasks with the load balancer, which has to find them healthy too. */
function behind({ targetGroupArn }: LoadBalancer): Partial<EcsServiceConfig> {
  return {
    loadBalancer: [{ targetGroupArn, containerName, containerPort: port }],
    // A task that starts is not asked in the first second; a quarter of a vCPU answers after two.
    healthCheckGracePeriodSeconds: 60,
  };
}

/**
 * Fails the apply of a deployment that was rolled back. The AWS provider does so itself, but not if the clock of the machine is ahead
 * of AWS's: then it only counts the tasks, and a rolled-back service has all of them.
 */
function refuseRollback(taskDefinition: string): TerraformResourceLifecycle {
  return {
    postcondition: [
      {
        condition: Op.eq(TerraformSelf.getString('task_definition'), taskDefinition),
        errorMessage:
          'The new version did not become healthy, and ECS went back to the version before, which still runs. The events of the service and the log of the app say why. If it was the image, the next apply without container_image settles on the image before; if it was a changed setting, undo that first.',
      },
    ],
  };
}
