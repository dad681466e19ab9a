import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { Construct } from 'constructs';
import type { AppResources } from '../app-resources/app-resources';
import type { Environment } from '../environment';
import type { DeployedImage } from '../image/deployed-image';
import { metricsNamespace, physicalName } from '../names';
import type { Profiles } from '../profiles/profiles';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { defineAppSecrets } from './app-secrets';
import { appVariables } from './app-variables';
import { containerDefinitions } from './container-definitions';
import { execVolumes } from './exec';
import type { TaskRoles } from './task-roles';

export interface TaskDefinitionProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly deployed: DeployedImage;
  readonly logGroup: CloudwatchLogGroup;
  readonly roles: TaskRoles;
  /** The table of entries. @default none: the app has no entries */
  readonly table?: EntriesDynamodbTable;
  /** The stores of profiles. @default none: the app has no profiles */
  readonly profiles?: Profiles;
  readonly resources: AppResources;
}

/** Defines the ECS task definition of the app. Its `count` is 0 until there is an image to run. */
export function defineTaskDefinition(scope: Construct, props: TaskDefinitionProps): EcsTaskDefinition {
  const { environment, accountId, deployed, logGroup, roles, table, profiles, resources } = props;
  const { compute, region, ingress, app = {} } = environment;
  return new EcsTaskDefinition(scope, 'task-definition', {
    count: deployed.count,
    family: physicalName(environment, 'app', 'service'),
    requiresCompatibilities: [compute.kind === 'ec2' ? 'EC2' : 'FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(compute.cpu),
    memory: String(compute.memoryMiB),
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: compute.architecture },
    taskRoleArn: roles.task.arn,
    executionRoleArn: roles.execution.arn,
    containerDefinitions: containerDefinitions({
      image: deployed.image,
      region,
      tableName: table?.name,
      logGroupName: logGroup.name,
      ingress,
      compute: compute.kind,
      app,
      appVariables: appVariables(app, { table, 'log-group': logGroup }, resources.attributes),
      appSecrets: defineAppSecrets(scope, environment, accountId),
      metricsNamespace: metricsNamespace(environment),
      profiles,
    }),
    volume: app.exec ? execVolumes : undefined,
    // Keep old revisions: ECS may roll back to the previous revision, and cannot start tasks from a deregistered one.
    skipDestroy: true,
  });
}
