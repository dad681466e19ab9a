import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Fn, TerraformOutput, type TerraformStack } from 'cdktf';
import { port } from '../contract';
import type { Compute } from './environment';
import { type Hosts, refreshPreferences } from './hosts/hosts';
import type { DeployedImage } from './image/deployed-image';
import type { ImageRepository } from './image/image-repository';
import type { LoadBalancer } from './load-balancer/load-balancer';
import type { Monitoring } from './monitoring/monitoring';
import type { Profiles } from './profiles/profiles';
import type { Service } from './service/service';
import type { EntriesDynamodbTable } from './storage/entries-dynamodb-table';

export interface OutputsProps {
  readonly region: string;
  readonly architecture: Compute['architecture'];
  readonly table: EntriesDynamodbTable;
  readonly images: ImageRepository;
  readonly cluster: EcsCluster;
  readonly deployed: DeployedImage;
  readonly service: Service;
  /** @default none: each task has an address of its own */
  readonly loadBalancer?: LoadBalancer;
  /** @default none */
  readonly monitoring?: Monitoring;
  /** @default none */
  readonly profiles?: Profiles;
  /** @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** Opens psql on the database of profiles. @default there is none */
  readonly openPsql?: string;
}

/**
 * What `terraform output` tells: names for programs, and the next commands for a person, whose names are verbs
 * (`terraform output -raw find_public_address | sh`). They stand in the stack itself, because an output of a construct
 * would carry the construct's path in its name.
 */
export function defineOutputs(stack: TerraformStack, props: OutputsProps): void {
  for (const [id, { value, description }] of Object.entries({
    ...names(props),
    ...entrance(props),
    ...view(props),
    ...commands(props),
    ...profileOutputs(props),
    ...hostOutputs(props),
  })) {
    new TerraformOutput(stack, id, { value, description });
  }
}

/** What docker calls the architectures of ECS. */
const platforms: Readonly<Record<Compute['architecture'], string>> = {
  ARM64: 'linux/arm64',
  X86_64: 'linux/amd64',
};

function names({ region, architecture, table, images, cluster, deployed, service }: OutputsProps) {
  return {
    region: { value: region, description: 'The AWS region that everything is in' },
    image_platform: {
      value: platforms[architecture],
      description: 'What to build images for, as docker build --platform takes it',
    },
    deployed_image: { value: deployed.image, description: 'The image that runs, or none' },
    dynamodb_table_name: { value: table.name, description: 'The DynamoDB table of entries' },
    ecr_repository_url: { value: images.url, description: 'The repository to push images of the app to' },
    ecs_cluster_name: { value: cluster.name, description: 'The ECS cluster that the app runs in' },
    ecs_service_name: { value: service.name, description: 'The ECS service of the app, or none' },
    log_group_name: { value: service.logGroupName, description: 'The CloudWatch log group of the app' },
  };
}

/** Where people reach the app: one address, or a command that finds the addresses of the tasks. */
function entrance({ region, service, loadBalancer }: OutputsProps) {
  if (loadBalancer) {
    return {
      application_url: { value: loadBalancer.url, description: 'Where people find the app' },
      alb_dns_name: { value: loadBalancer.dnsName, description: "The load balancer's own name" },
      alb_zone_id: { value: loadBalancer.zoneId, description: 'The Route 53 zone of that name, for alias records' },
    };
  }
  return {
    find_public_address: {
      value: `aws ec2 describe-network-interfaces --region ${region} --filters Name=group-id,Values=${service.securityGroupId} --query "NetworkInterfaces[].Association.PublicIp | [].join('', ['http://', @, ':${port}'])" --output text`,
      description: 'Prints the public address of every running task; each deployment changes it',
    },
  };
}

/** Where people see how it is. */
function view({ monitoring }: OutputsProps) {
  return monitoring
    ? { dashboard_url: { value: monitoring.dashboardUrl, description: 'The dashboard in the console of AWS' } }
    : {};
}

function commands({ region, images, deployed, service }: OutputsProps) {
  const registry = Fn.element(Fn.split('/', images.url), 0);
  return {
    log_in_to_ecr: {
      value: `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
      description: 'Lets docker push to the repository for twelve hours',
    },
    list_deployments: {
      value: `aws ssm get-parameter-history --region ${region} --name ${deployed.parameterName} --query "reverse(Parameters)[].[LastModifiedDate,Value]" --output text`,
      description: 'Prints every image that became healthy, the newest first, and when',
    },
    follow_log: {
      value: `aws logs tail ${service.logGroupName} --region ${region} --since 15m --follow`,
      description: 'Prints the log of the app and follows it',
    },
  };
}

function profileOutputs({ profiles, openPsql }: OutputsProps) {
  if (!profiles || openPsql === undefined) return {};
  const { database, uploads } = profiles;
  return {
    database_endpoint: { value: database.endpoint, description: 'The host name of the database of profiles' },
    uploads_bucket_name: { value: uploads.name, description: 'The S3 bucket of uploaded files' },
    uploads_table_name: { value: uploads.tableName, description: 'The DynamoDB table of what is known of each file' },
    open_psql: {
      value: openPsql,
      description:
        'Opens psql on the database: sh -c "$(terraform output -raw open_psql)"; before it, DB_ENDPOINT=… DB_SECRET=… lead to another',
    },
  };
}

function hostOutputs({ region, hosts }: OutputsProps) {
  if (!hosts) return {};
  const preferences = Object.entries(refreshPreferences)
    // The command has the names of AWS's API, which begin with a capital letter.
    .map(([name, value]) => `${name.replace(/^./, (letter) => letter.toUpperCase())}=${value}`)
    .join();
  return {
    renew_hosts: {
      value: `aws autoscaling start-instance-refresh --region ${region} --auto-scaling-group-name ${hosts.autoscalingGroupName} --preferences ${preferences}`,
      description: "Replaces every host, one by one, by one of AWS's newest image; tasks move first",
    },
  };
}
