import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { Monitoring } from '../monitoring/monitoring';
import type { Profiles } from '../profiles/profiles';
import type { Compute } from '../settings/compute-settings';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';
import { type AddressOutputsProps, addressOutputs } from './address-outputs';
import { type CommandOutputsProps, commandOutputs } from './command-outputs';

export interface OutputsProps extends AddressOutputsProps, CommandOutputsProps {
  readonly cluster: EcsCluster;
  /** The table of entries. @default none: the environment has no such table */
  readonly table?: EntriesDynamodbTable;
  /** The monitoring, for the URL of the dashboard. @default none */
  readonly monitoring?: Monitoring;
  /** The stores of profiles. @default none: the environment has no profiles */
  readonly profiles?: Profiles;
}

/**
 * Defines the outputs of an environment: names for programs, and commands for people. The outputs belong directly to the stack, because in
 * a construct, the name of an output would contain the construct's path.
 */
export function defineOutputs(stack: TerraformStack, props: OutputsProps): void {
  const outputs = { ...nameOutputs(props), ...addressOutputs(props), ...commandOutputs(props) };
  for (const [id, { value, description }] of Object.entries(outputs)) {
    new TerraformOutput(stack, id, { value, description });
  }
}

/** Docker's name for each processor architecture. */
const platforms: Readonly<Record<Compute['architecture'], string>> = {
  ARM64: 'linux/arm64',
  X86_64: 'linux/amd64',
};

function nameOutputs({ environment, table, images, cluster, deployed, service, monitoring, profiles }: OutputsProps) {
  return {
    region: { value: environment.region, description: 'The AWS region of the environment' },
    image_platform: {
      value: platforms[environment.compute.architecture],
      description: 'The platform of images, for docker build --platform',
    },
    deployed_image: {
      value: deployed.image,
      description: 'The image that the service runs, or "none" before the first deployment',
    },
    ...(table && { dynamodb_table_name: { value: table.name, description: 'The DynamoDB table of entries' } }),
    ecr_repository_url: { value: images.url, description: "The ECR repository for the app's images" },
    ecs_cluster_name: { value: cluster.name, description: 'The ECS cluster of the app' },
    ecs_service_name: {
      value: service.name,
      description: 'The ECS service of the app, or "none" before the first deployment',
    },
    log_group_name: { value: service.logGroupName, description: "The app's CloudWatch log group" },
    ...(monitoring && {
      dashboard_url: { value: monitoring.dashboardUrl, description: 'The dashboard in the AWS console' },
    }),
    ...(profiles && profileNames(profiles)),
  };
}

function profileNames({ database, uploads }: Profiles) {
  return {
    database_endpoint: { value: database.endpoint, description: 'The host name of the profiles database' },
    uploads_bucket_name: { value: uploads.name, description: 'The S3 bucket for uploaded files' },
    uploads_table_name: { value: uploads.tableName, description: 'The DynamoDB table for file metadata' },
  };
}
