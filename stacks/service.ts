import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import { containerDefinitions } from './container-definitions';
import { one } from './counted';
import type { DeployedImage } from './deployed-image';
import type { Environment } from './environment';
import type { ImageRepository } from './image-repository';
import { nameLimits, physicalName } from './names';
import type { Network } from './network';
import { defineTaskSecurityGroup } from './security-group';
import type { EntriesTable } from './table';
import { TaskRole } from './task-role';

export interface ServiceProps {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly images: ImageRepository;
  readonly deployed: DeployedImage;
  readonly table: EntriesTable;
}

/** The app as an ECS service: its tasks, what they may do, who may reach them, where they log. */
export class Service extends Construct {
  readonly logGroupName: string;
  readonly securityGroupId: string;
  /** Null while no image is deployed. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { environment, cluster, network, deployed } = props;
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/ecs/${environment.project}-${environment.name}`,
      retentionInDays: environment.logRetentionDays,
    });
    const taskRole = this.defineRole('task', 'What the app itself may do', props);
    const executionRole = this.defineRole('execution', 'What ECS may do to start the app: pull and log', props);
    props.table.grantApp(taskRole);
    props.images.grantPull(executionRole);
    executionRole.grant('write-log', [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup.arn}:*`] },
    ]);
    const taskDefinition = this.defineTaskDefinition(props, logGroup, taskRole, executionRole);
    const taskDefinitionArn = one(taskDefinition, 'arn');
    const securityGroup = defineTaskSecurityGroup(this, {
      namePrefix: `${physicalName(environment, id, nameLimits.securityGroupPrefix)}-`,
      vpcId: network.vpcId,
    });
    const service = new EcsService(this, 'service', {
      count: deployed.count,
      name: physicalName(environment, id, nameLimits.service),
      cluster: cluster.arn,
      taskDefinition: taskDefinitionArn,
      desiredCount: environment.scale.tasks,
      launchType: 'FARGATE',
      networkConfiguration: {
        subnets: [...network.publicSubnetIds],
        securityGroups: [securityGroup.id],
        assignPublicIp: true,
      },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      waitForSteadyState: true,
      availabilityZoneRebalancing: 'ENABLED',
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      dependsOn: [...taskRole.policies, ...executionRole.policies, ...network.wayOut, ...securityGroup.rules],
      lifecycle: {
        // A rollback leaves the service steady, so without this an apply whose image never became healthy would succeed.
        postcondition: [
          {
            condition: Op.eq(TerraformSelf.getString('task_definition'), taskDefinitionArn),
            errorMessage:
              'The new version did not become healthy and ECS went back to the one before, which still runs. The log group and the events of the service tell why. The next plan without container_image restores what was deployed last.',
          },
        ],
      },
    });
    deployed.rememberOnce(service);

    this.logGroupName = logGroup.name;
    this.securityGroupId = securityGroup.id;
    this.name = one(service, 'name');
  }

  private defineRole(id: string, description: string, { environment, accountId }: ServiceProps): TaskRole {
    const name = physicalName(environment, `${this.node.id}-${id}`, nameLimits.role);
    return new TaskRole(this, id, { name, description, accountId });
  }

  private defineTaskDefinition(
    { environment, deployed, table }: ServiceProps,
    logGroup: CloudwatchLogGroup,
    taskRole: TaskRole,
    executionRole: TaskRole,
  ): EcsTaskDefinition {
    const { compute } = environment;
    return new EcsTaskDefinition(this, 'task-definition', {
      count: deployed.count,
      family: physicalName(environment, this.node.id, nameLimits.service),
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(compute.cpu),
      memory: String(compute.memoryMiB),
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: compute.architecture },
      taskRoleArn: taskRole.arn,
      executionRoleArn: executionRole.arn,
      containerDefinitions: containerDefinitions({
        image: deployed.image,
        region: environment.region,
        tableName: table.name,
        logGroupName: logGroup.name,
        app: environment.app ?? {},
      }),
      // ECS rolls back to the revision before, and cannot start tasks from one that Terraform has deregistered.
      skipDestroy: true,
    });
  }
}
