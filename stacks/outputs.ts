import type { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { Fn, TerraformOutput, type TerraformStack } from 'cdktf';
import type { Distribution } from './cdn/distribution';
import { type Hosts, refreshPreferences } from './hosts/hosts';
import type { DeployedImage } from './image/deployed-image';
import type { ImageRepository } from './image/image-repository';
import type { LoadBalancer } from './load-balancer/load-balancer';
import type { Monitoring } from './monitoring/monitoring';
import type { Profiles } from './profiles/profiles';
import type { Service } from './service/service';
import type { Compute } from './settings/compute-settings';
import type { EntriesDynamodbTable } from './storage/entries-dynamodb-table';

export interface OutputsProps {
  readonly region: string;
  readonly architecture: Compute['architecture'];
  /** The table of entries. @default none: the environment has no such table */
  readonly table?: EntriesDynamodbTable;
  readonly images: ImageRepository;
  readonly cluster: EcsCluster;
  readonly deployed: DeployedImage;
  readonly service: Service;
  /** The only networks from which requests reach the app. @default the internet */
  readonly allowFrom?: readonly string[];
  /** The port on which the app serves HTTP. */
  readonly port: number;
  /** The load balancer of the app. @default none: each task has a public address */
  readonly loadBalancer?: LoadBalancer;
  /** The CloudFront distribution in front of the load balancer. @default none: the load balancer is public */
  readonly cdn?: Distribution;
  /** The monitoring, for the URL of the dashboard. @default none */
  readonly monitoring?: Monitoring;
  /** The stores of profiles. @default none: the environment has no profiles */
  readonly profiles?: Profiles;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: Hosts;
  /** The script that opens psql on the database of profiles. @default none: the environment has no profiles */
  readonly openPsql?: string;
}

/**
 * Defines the outputs of an environment: names for programs, and commands for people. The names of commands are verbs, as in
 * `terraform output -raw find_public_address | sh`. The outputs belong directly to the stack, because in a construct, the name of an output
 * would contain the construct's path.
 */
export function defineOutputs(stack: TerraformStack, props: OutputsProps): void {
  for (const [id, { value, description }] of Object.entries({
    ...names(props),
    ...urlOutputs(props),
    ...accessOutputs(props),
    ...dashboardOutputs(props),
    ...commands(props),
    ...profileOutputs(props),
    ...hostOutputs(props),
  })) {
    new TerraformOutput(stack, id, { value, description });
  }
}

/** Docker's name for each processor architecture. */
const platforms: Readonly<Record<Compute['architecture'], string>> = {
  ARM64: 'linux/arm64',
  X86_64: 'linux/amd64',
};

function names({ region, architecture, table, images, cluster, deployed, service }: OutputsProps) {
  return {
    region: { value: region, description: 'The AWS region of the environment' },
    image_platform: {
      value: platforms[architecture],
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
  };
}

/** Returns the outputs for the address of the app: its URL or, without a load balancer, a command that prints the URLs of the tasks. */
function urlOutputs({ region, service, port, loadBalancer, cdn }: OutputsProps) {
  if (cdn) {
    return {
      application_url: { value: cdn.url, description: 'The URL of the app' },
      distribution_domain_name: {
        value: cdn.domainName,
        description: 'The domain name of the CloudFront distribution, for alias records and CNAME records',
      },
      distribution_id: { value: cdn.id, description: 'The id of the CloudFront distribution' },
      ...dnsOutputs(cdn),
    };
  }
  if (loadBalancer) {
    return {
      application_url: { value: loadBalancer.url, description: 'The URL of the app' },
      alb_dns_name: { value: loadBalancer.dnsName, description: 'The DNS name of the load balancer' },
      alb_zone_id: {
        value: loadBalancer.zoneId,
        description: 'The id of the Route 53 zone of the load balancer, for alias records',
      },
      ...dnsOutputs(loadBalancer),
    };
  }
  return {
    find_public_address: {
      value: `aws ec2 describe-network-interfaces --region ${region} --filters Name=group-id,Values=${service.securityGroupId} --query "NetworkInterfaces[].Association.PublicIp | [].join('', ['http://', @, ':${port}'])" --output text`,
      description: 'A command that prints the URL of each running task. A deployment changes the URLs',
    },
  };
}

function dnsOutputs({ dnsRecord }: Pick<LoadBalancer, 'dnsRecord'>) {
  if (dnsRecord === undefined) return {};
  return {
    dns_record: {
      value: dnsRecord,
      description: 'The DNS record to create: name, type and target. At the apex of a zone, use ALIAS instead of CNAME',
    },
  };
}

function accessOutputs({ allowFrom }: OutputsProps) {
  if (allowFrom === undefined) return {};
  const description = 'The only networks from which requests reach the app';
  return { allowed_networks: { value: allowFrom.join(', '), description } };
}

function dashboardOutputs({ monitoring }: OutputsProps) {
  return monitoring
    ? { dashboard_url: { value: monitoring.dashboardUrl, description: 'The dashboard in the AWS console' } }
    : {};
}

function commands({ region, images, deployed, service }: OutputsProps) {
  const registry = Fn.element(Fn.split('/', images.url), 0);
  return {
    log_in_to_ecr: {
      value: `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
      description: 'A command that logs Docker in to the ECR repository for 12 hours',
    },
    list_deployments: {
      value: `aws ssm get-parameter-history --region ${region} --name ${deployed.parameterName} --query "reverse(Parameters)[].[LastModifiedDate,Value]" --output text`,
      description: 'A command that prints the time and the image of every successful deployment, latest first',
    },
    follow_log: {
      value: `aws logs tail ${service.logGroupName} --region ${region} --since 15m --follow`,
      description: "A command that prints the app's log and follows it",
    },
  };
}

function profileOutputs({ profiles, openPsql }: OutputsProps) {
  if (!profiles || openPsql === undefined) return {};
  const { database, uploads } = profiles;
  return {
    database_endpoint: { value: database.endpoint, description: 'The host name of the profiles database' },
    uploads_bucket_name: { value: uploads.name, description: 'The S3 bucket for uploaded files' },
    uploads_table_name: { value: uploads.tableName, description: 'The DynamoDB table for file metadata' },
    open_psql: {
      value: openPsql,
      description:
        'A script that opens psql on the database of profiles: sh -c "$(terraform output -raw open_psql)". For another database, set DB_ENDPOINT and DB_SECRET',
    },
  };
}

function hostOutputs({ region, hosts }: OutputsProps) {
  if (!hosts) return {};
  const preferences = Object.entries(refreshPreferences)
    // The command expects the property names of AWS's API, which start with a capital letter.
    .map(([name, value]) => `${name.replace(/^./, (letter) => letter.toUpperCase())}=${value}`)
    .join();
  return {
    renew_hosts: {
      value: `aws autoscaling start-instance-refresh --region ${region} --auto-scaling-group-name ${hosts.autoscalingGroupName} --preferences ${preferences}`,
      description:
        "A command that replaces every host with one that runs AWS's latest machine image. Tasks move to a new host first",
    },
  };
}
