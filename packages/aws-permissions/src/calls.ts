import { parameters, secrets } from './rows/data-sources';
import type { StackOwner } from './stack-owner';
import { anyResource, named, type Target, tagOnly } from './target';

/** Actions with their target. */
export type Call = readonly [actions: string, target: Target];

const repositories = named('ecr', 'repository/{prefix}-*');
const cluster = (owner: StackOwner) => owner.values('aws_ecs_cluster', 'name');
const inCluster = (type: string): Target => ({
  resources: (owner) => owner.regional('ecs', ...cluster(owner).map((name) => `${type}/${name}/*`)),
});
/** Supports resource-level permissions only if the request names a container instance. */
const tasksOfCluster: Target = {
  resources: () => ['*'],
  condition: (owner) => ({
    ArnEquals: { 'ecs:cluster': owner.regional('ecs', ...cluster(owner).map((name) => `cluster/${name}`)) },
  }),
};
const parameter = (...paths: readonly string[]): Target => ({
  resources: (owner) =>
    owner.regional('ssm', ...paths.map((path) => `parameter/${owner.project}/${owner.name}/${path}`)),
});
const deployments = named('ecs', 'service/{prefix}-*', 'service-deployment/{prefix}-*');
const masterSecret: Target = {
  resources: (owner) => owner.regional('secretsmanager', 'secret:rds!db-*'),
  condition: (owner) => ({
    StringLike: {
      'aws:ResourceTag/aws:rds:primaryDBInstanceArn': owner.regional('rds', `db:${owner.prefix}-*`),
    },
  }),
};
const document: Target = {
  resources: ({ region }) => [`arn:aws:ssm:${region}::document/AWS-StartPortForwardingSessionToRemoteHost`],
};

/** The calls of the commands, by intent. */
export const calls = {
  /** The images that ran before. */
  history: ['ssm: GetParameterHistory', parameter('deployed/image')],
  images: ['ecr: DescribeImages', repositories],
  service: ['ecs: DescribeServices', named('ecs', 'service/{prefix}-*')],
  taskDefinition: ['ecs: DescribeTaskDefinition', anyResource],
  listTasks: ['ecs: ListTasks', tasksOfCluster],
  tasks: ['ecs: DescribeTasks', inCluster('task')],
  /** The public address of a task. */
  address: ['ec2: DescribeNetworkInterfaces', anyResource],
  alarms: ['cloudwatch: DescribeAlarms', named('cloudwatch', 'alarm:*')],
  /** Actions for metrics do not support resource-level permissions. */
  metrics: ['cloudwatch: GetMetricData', anyResource],
  deployments: ['ecs: ListServiceDeployments', deployments],
  /** After Ctrl-C. */
  stopDeployment: ['ecs: StopServiceDeployment', deployments],
  taskLog: ['logs: GetLogEvents', named('logs', 'log-group:/ecs/{prefix}:log-stream:*')],
  log: ['logs: FilterLogEvents', named('logs', 'log-group:/ecs/{prefix}:*')],
  /** The login does not support resource-level permissions: it applies to all repositories. */
  login: ['ecr: GetAuthorizationToken', anyResource],
  pull: ['ecr: BatchGetImage GetDownloadUrlForLayer', repositories],
  push: [
    'ecr: BatchCheckLayerAvailability CompleteLayerUpload InitiateLayerUpload PutImage UploadLayerPart',
    repositories,
  ],
  /** The repositories of all environments of the project, in any region: images are copied between environments. */
  otherImages: [
    'ecr: BatchGetImage GetDownloadUrlForLayer',
    { resources: ({ accountId, project }) => [`arn:aws:ecr:*:${accountId}:repository/${project}-*-app`] },
  ],
  /** The image parameters of all environments of the project, in any region. */
  otherHistories: [
    'ssm: GetParameterHistory',
    { resources: ({ accountId, project }) => [`arn:aws:ssm:*:${accountId}:parameter/${project}/*/deployed/image`] },
  ],
  /** Only names and tags. */
  tagged: ['tag: GetResources', anyResource],
  /** The quotas that a first deployment can exceed: VPCs and Elastic IP addresses. */
  quotas: ['servicequotas: GetServiceQuota', named('servicequotas', 'vpc/L-F678F1CE', 'ec2/L-0263D0A3')],
  vpcs: ['ec2: DescribeVpcs', anyResource],
  /** Only private subnets have NAT gateways with addresses. */
  addresses: ['ec2: DescribeAddresses', { resources: (owner) => (owner.isPrivate ? ['*'] : []) }],
  findParameters: ['ssm: DescribeParameters', anyResource],
  findSecrets: ['secretsmanager: DescribeSecret', secrets],
  certificate: ['acm: DescribeCertificate', named('acm', 'certificate/*')],
  tables: [
    'dynamodb: DescribeTable',
    {
      resources: (owner) =>
        owner.regional('dynamodb', ...owner.values('aws_dynamodb_table', 'name').map((name) => `table/${name}`)),
    },
  ],
  objects: [
    's3: ListBucketVersions',
    { resources: (owner) => owner.values('aws_s3_bucket', 'bucket').map((name) => `arn:aws:s3:::${name}`) },
  ],
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
  /** The parameters of the app's secrets. */
  writeParameter: ['ssm: PutParameter', parameters],
  /** The user's own KMS keys, which encrypt the secrets of the app. */
  encrypt: [
    'kms: Decrypt Encrypt GenerateDataKey',
    { resources: (owner) => owner.of('local.secret_keys').flatMap(({ block }) => Object.values(block).map(String)) },
  ],
  writeSecret: ['secretsmanager: CreateSecret GetSecretValue PutSecretValue', secrets],
} as const satisfies Readonly<Record<string, Call>>;

export type CallName = keyof typeof calls;
