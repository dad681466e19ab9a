import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService, type EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { Fn, Op, type TerraformResourceLifecycle, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import { appContainer } from '../app-container';
import type { AppResources } from '../app-resources/app-resources';
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
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly images: ImageRepository;
  readonly deployed: DeployedImage;
  /** The table of entries. @default none: the app has no entries */
  readonly table?: EntriesDynamodbTable;
  /** The load balancer of the tasks. @default none: the tasks accept requests from `ingress.allowFrom`, or from the internet */
  readonly loadBalancer?: LoadBalancer;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** The stores of profiles. @default none: the app has no profiles */
  readonly profiles?: Profiles;
  readonly resources: AppResources;
}

/** The ECS service of the app, with its task definition, roles, security group, log group and autoscaling. */
export class Service extends Construct {
  readonly logGroupName: string;
  readonly securityGroupId: string;
  /** The name of the service. Without an image, there is no service, and the name is `none`: null would make `cdktf deploy` fail. */
  readonly name: string;
  private readonly service: EcsService;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { environment, cluster, network, deployed, loadBalancer, hosts, profiles } = props;
    const { compute, scale } = environment;
    const { port } = appContainer(environment);
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
      port,
      loadBalancerSecurityGroupId: loadBalancer?.securityGroupId,
      allowFrom: environment.ingress.allowFrom,
    });
    const databaseRules = profiles?.database.allowAccess('app', securityGroup.id, 'the tasks') ?? [];
    const launch = defineLaunch(this, { compute, cluster, hosts, isPrivate });
    const service = new EcsService(this, 'service', {
      ...rollingDeployment,
      count: deployed.count,
      name: physicalName(environment, 'app', 'service'),
      cluster: cluster.arn,
      taskDefinition,
      ...launch.settings,
      ...(loadBalancer && loadBalancerSettings(loadBalancer, port)),
      timeouts: serviceTimeouts(environment),
      desiredCount: scale.kind === 'fixed' ? scale.tasks : scale.min,
      networkConfiguration: {
        subnets: network.privateSubnetIds ?? network.publicSubnetIds,
        securityGroups: [securityGroup.id],
        assignPublicIp: !isPrivate,
      },
      enableExecuteCommand: environment.app?.exec ?? false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      // The tasks need these resources from their start until they have stopped. During a destroy, Terraform deletes the service before
      // them.
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
        ...failOnRollback(taskDefinition),
        ignoreChanges: [
          // ECS rejects a request that adds a load balancer together with a grace period to an existing service. So only new services
          // get the grace period. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1313
          ...(loadBalancer ? ['health_check_grace_period_seconds'] : []),
          // Autoscaling changes the desired count, and an apply must not reset it.
          ...(scale.kind === 'automatic' ? ['desired_count'] : []),
        ],
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
    deployed.recordAfter(service);

    this.service = service;
    if (loadBalancer) this.rollBackOn([]);
    this.logGroupName = logGroup.name;
    this.securityGroupId = securityGroup.id;
    this.name = Fn.coalesce([attributeOrNull(service, 'name'), noImage]);
  }

  /**
   * Makes ECS roll back a deployment when one of these alarms goes off. ECS ignores alarms that went off before the deployment, because the
   * deployment may fix their cause. The constructor sets an empty list for a service behind a load balancer, because without the argument,
   * AWS would keep the previous alarms of the service.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  rollBackOn(alarmNames: readonly string[]): void {
    const enable = alarmNames.length > 0;
    this.service.putAlarms({ alarmNames: [...alarmNames], enable, rollback: enable });
  }
}

/** Old tasks stop only after new tasks are healthy. If the new tasks do not become healthy, ECS rolls back the deployment. */
const rollingDeployment = {
  deploymentMinimumHealthyPercent: 100,
  deploymentMaximumPercent: 200,
  deploymentCircuitBreaker: { enable: true, rollback: true },
  availabilityZoneRebalancing: 'ENABLED',
  waitForSteadyState: true,
} as const;

/** Returns the arguments that register the tasks with the load balancer. The tasks must then also pass the load balancer's health check. */
function loadBalancerSettings({ targetGroupArn }: LoadBalancer, port: number): Partial<EcsServiceConfig> {
  return {
    loadBalancer: [{ targetGroupArn, containerName, containerPort: port }],
    // A task with 0.25 vCPU needs only two seconds to start, so 60 seconds are enough.
    healthCheckGracePeriodSeconds: 60,
  };
}

/**
 * Makes the apply fail if ECS has rolled back the deployment. The AWS provider also does this, unless the clock of the machine is ahead of
 * AWS's clock. In that case, the provider only counts the running tasks, and their number is right even after a rollback.
 */
function failOnRollback(taskDefinition: string): TerraformResourceLifecycle {
  return {
    postcondition: [
      {
        condition: Op.eq(TerraformSelf.getString('task_definition'), taskDefinition),
        errorMessage:
          'The new version did not become healthy. ECS rolled back to the previous version, which is still running. The events of the service and the log of the app show the cause. If it is the image, apply without container_image to keep the previous image. If it is a changed setting, undo the change first.',
      },
    ],
  };
}
