import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService, type EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { type ITerraformDependable, Op, type TerraformResourceLifecycle, TerraformSelf } from 'cdktf';
import type { Construct } from 'constructs';
import { appContainer } from '../app-container';
import type { Environment } from '../environment';
import type { DeployedImage } from '../image/deployed-image';
import type { LoadBalancer } from '../load-balancer/load-balancer';
import { physicalName } from '../names';
import type { Network } from '../network/network';
import { containerName } from './container-definitions';
import type { Launch } from './launch';
import { serviceTimeouts } from './service-timeouts';

export interface EcsServiceProps {
  readonly environment: Environment;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly deployed: DeployedImage;
  /** The ARN of the task definition. */
  readonly taskDefinition: string;
  /** The id of the security group of the tasks. */
  readonly securityGroupId: string;
  readonly launch: Launch;
  /** The load balancer of the tasks. @default none: the tasks are not behind a load balancer */
  readonly loadBalancer?: LoadBalancer;
  readonly dependsOn: ITerraformDependable[];
}

/** Defines the ECS service itself. Its `count` is 0 until there is an image to run. */
export function defineEcsService(scope: Construct, props: EcsServiceProps): EcsService {
  const { environment, cluster, network, deployed, taskDefinition, securityGroupId, launch, loadBalancer } = props;
  const { scale } = environment;
  return new EcsService(scope, 'service', {
    ...rollingDeployment,
    count: deployed.count,
    name: physicalName(environment, 'app', 'service'),
    cluster: cluster.arn,
    taskDefinition,
    ...launch.settings,
    ...(loadBalancer && loadBalancerSettings(loadBalancer, appContainer(environment).port)),
    timeouts: serviceTimeouts(environment),
    desiredCount: scale.kind === 'fixed' ? scale.tasks : scale.min,
    networkConfiguration: {
      subnets: network.privateSubnetIds ?? network.publicSubnetIds,
      securityGroups: [securityGroupId],
      assignPublicIp: network.privateSubnetIds === undefined,
    },
    enableExecuteCommand: environment.app?.exec ?? false,
    enableEcsManagedTags: true,
    propagateTags: 'SERVICE',
    dependsOn: props.dependsOn,
    lifecycle: {
      ...failOnRollback(taskDefinition),
      ignoreChanges: [
        // ECS rejects a request that adds a load balancer together with a grace period to an existing service. So only new services get the
        // grace period. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1313
        ...(loadBalancer ? ['health_check_grace_period_seconds'] : []),
        // Autoscaling changes the desired count, and an apply must not reset it.
        ...(scale.kind === 'automatic' ? ['desired_count'] : []),
      ],
      replaceTriggeredBy: launch.replaceTriggeredBy,
    },
  });
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
