import { buckets } from './rows/buckets';
import { parameters, secrets } from './rows/data-sources';
import { databaseArns } from './rows/profiles';
import { tables } from './rows/tables';
import type { StackOwner } from './stack-owner';
import { anyResource, named, type Target, tagOnly } from './target';

/** The AWS actions that a command performs, such as `ecs: DescribeTasks`, and the target to which a policy limits them. */
export type Call = readonly [actions: string, target: Target];

const repositories = named('ecr', 'repository/{prefix}-*');
const cluster = (owner: StackOwner) => owner.values('aws_ecs_cluster', 'name');
const inCluster = (type: string): Target => ({
  resources: (owner) => owner.regional('ecs', ...cluster(owner).map((name) => `${type}/${name}/*`)),
});
/**
 * The tasks of the environment's cluster, selected by a condition: a policy can limit `ListTasks` to ARNs only if the request names a
 * container instance.
 */
const tasksOfCluster: Target = {
  resources: () => ['*'],
  condition: (owner) => ({
    ArnEquals: { 'ecs:cluster': owner.regional('ecs', ...cluster(owner).map((name) => `cluster/${name}`)) },
  }),
};
const parameter = (...paths: readonly string[]): Target => ({ resources: (owner) => owner.parameters(...paths) });
const deployments = named('ecs', 'service/{prefix}-*', 'service-deployment/{prefix}-*');
const masterSecret: Target = {
  resources: (owner) => owner.regional('secretsmanager', 'secret:rds!db-*'),
  condition: (owner) => ({ StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': databaseArns(owner) } }),
};
const document: Target = {
  resources: ({ region }) => [`arn:aws:ssm:${region}::document/AWS-StartPortForwardingSessionToRemoteHost`],
};

/** The AWS calls that the commands make themselves, by purpose. Terraform's calls are in `table.ts`. */
export const calls = {
  /** Reads which images have been deployed. */
  history: ['ssm: GetParameterHistory', parameter('deployed/image')],
  images: ['ecr: DescribeImages', repositories],
  service: ['ecs: DescribeServices', named('ecs', 'service/{prefix}-*')],
  taskDefinition: ['ecs: DescribeTaskDefinition', anyResource],
  listTasks: ['ecs: ListTasks', tasksOfCluster],
  tasks: ['ecs: DescribeTasks', inCluster('task')],
  /** Reads the public IP address of a task. */
  address: ['ec2: DescribeNetworkInterfaces', anyResource],
  alarms: ['cloudwatch: DescribeAlarms', named('cloudwatch', 'alarm:*')],
  /** Reads metrics. This action does not support resource-level permissions. */
  metrics: ['cloudwatch: GetMetricData', anyResource],
  deployments: ['ecs: ListServiceDeployments', deployments],
  /** Stops a deployment after the user has pressed Ctrl-C. */
  stopDeployment: ['ecs: StopServiceDeployment', deployments],
  taskLog: ['logs: GetLogEvents', named('logs', 'log-group:/ecs/{prefix}:log-stream:*')],
  log: ['logs: FilterLogEvents', named('logs', 'log-group:/ecs/{prefix}:*')],
  /** Logs in to ECR. The login is valid for all repositories, so the action does not support resource-level permissions. */
  login: ['ecr: GetAuthorizationToken', anyResource],
  pull: ['ecr: BatchGetImage GetDownloadUrlForLayer', repositories],
  push: [
    'ecr: BatchCheckLayerAvailability CompleteLayerUpload InitiateLayerUpload PutImage UploadLayerPart',
    repositories,
  ],
  /**
   * Pulls images from the repositories of all the project's environments, in any region: `npm run promote` copies images between
   * environments.
   */
  otherImages: [
    'ecr: BatchGetImage GetDownloadUrlForLayer',
    { resources: ({ accountId, project }) => [`arn:aws:ecr:*:${accountId}:repository/${project}-*-app`] },
  ],
  /** Reads which images have been deployed to any of the project's environments, in any region. */
  otherHistories: [
    'ssm: GetParameterHistory',
    { resources: ({ accountId, project }) => [`arn:aws:ssm:*:${accountId}:parameter/${project}/*/deployed/image`] },
  ],
  /** Lists resources by their tags. The response contains only ARNs and tags. */
  tagged: ['tag: GetResources', anyResource],
  /** Reads the quotas that a first deployment can exceed: the number of VPCs and of Elastic IP addresses. */
  quotas: ['servicequotas: GetServiceQuota', named('servicequotas', 'vpc/L-F678F1CE', 'ec2/L-0263D0A3')],
  vpcs: ['ec2: DescribeVpcs', anyResource],
  /** Lists Elastic IP addresses. Only environments with private subnets need the action, because only they have NAT gateways. */
  addresses: ['ec2: DescribeAddresses', { resources: (owner) => (owner.isPrivate ? ['*'] : []) }],
  findParameters: ['ssm: DescribeParameters', anyResource],
  findSecrets: ['secretsmanager: DescribeSecret', secrets],
  certificate: ['acm: DescribeCertificate', named('acm', 'certificate/*')],
  tables: ['dynamodb: DescribeTable', tables],
  objects: ['s3: ListBucketVersions', buckets],
  logGroups: ['logs: DescribeLogGroups', anyResource],
  execute: [
    'ecs: ExecuteCommand',
    {
      resources: (owner) => [
        ...named('ecs', 'cluster/{prefix}-*').resources(owner),
        ...inCluster('task').resources(owner),
      ],
    },
  ],
  databaseParameters: ['ssm: GetParameter', parameter('database/endpoint', 'database/secret')],
  masterSecret: ['secretsmanager: GetSecretValue', masterSecret],
  instances: ['ec2: DescribeInstances', anyResource],
  session: ['ssm: StartSession', tagOnly('ec2', 'instance/*')],
  sessionDocument: ['ssm: StartSession', document],
  /** Writes the SSM parameters that contain secrets of the app. */
  writeParameter: ['ssm: PutParameter', parameters],
  /** Encrypts secrets of the app with the user's own KMS keys. */
  encrypt: [
    'kms: Decrypt Encrypt GenerateDataKey',
    { resources: (owner) => owner.of('local.secret_keys').flatMap(({ block }) => Object.values(block).map(String)) },
  ],
  writeSecret: ['secretsmanager: CreateSecret GetSecretValue PutSecretValue', secrets],
} as const satisfies Readonly<Record<string, Call>>;

export type CallName = keyof typeof calls;
