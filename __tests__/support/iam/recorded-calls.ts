import type { RecordedCall } from '../aws/fake-aws';
import type { ReceivedRequest } from '../registry/memory-registry';
import type { Call } from './iam-evaluator';
import { account } from './role-policies';

const region = 'eu-central-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const texts = (value: unknown) => [value ?? []].flat() as string[];

/** The recorded actions that do not support resource-level permissions. A test compares this list with AWS's reference. */
export const withoutResource: readonly string[] = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'ecs:DescribeTaskDefinition',
  'logs:DescribeLogGroups',
  'ssm:DescribeParameters',
  'tag:GetResources',
];

type Input = RecordedCall['input'];
type Authorized = Omit<Call, 'action'>;
const one = (service: string, resource: string): readonly Authorized[] => [{ resource: arn(service, resource) }];
const parameter = ({ Name }: Input) => one('ssm', `parameter${Name}`);

/** By action, a function that returns the resources and the context that IAM checks for a recorded call. */
const authorized: Readonly<Record<string, (input: Input) => readonly Authorized[]>> = {
  // AWS requires no permission for `GetCallerIdentity`.
  'sts:GetCallerIdentity': () => [],
  'acm:DescribeCertificate': ({ CertificateArn }) => [{ resource: String(CertificateArn) }],
  // AWS authorizes `DescribeAlarms` per alarm name, but the commands request alarms by name prefix.
  'cloudwatch:DescribeAlarms': () => one('cloudwatch', 'alarm:*'),
  'dynamodb:DescribeTable': ({ TableName }) => one('dynamodb', `table/${TableName}`),
  'ecr:DescribeImages': ({ repositoryName }) => one('ecr', `repository/${repositoryName}`),
  'ecs:DescribeServices': ({ cluster, services }) =>
    texts(services).flatMap((service) => one('ecs', `service/${cluster}/${service}`)),
  'ecs:DescribeTasks': ({ cluster, tasks }) =>
    texts(tasks).flatMap((task) => one('ecs', `task/${cluster}/${task.split('/').at(-1)}`)),
  'ecs:ListServiceDeployments': ({ cluster, service }) => one('ecs', `service/${cluster}/${service}`),
  'ecs:ListTasks': ({ cluster }) => [{ resource: '*', context: { 'ecs:cluster': arn('ecs', `cluster/${cluster}`) } }],
  'logs:FilterLogEvents': ({ logGroupName }) => one('logs', `log-group:${logGroupName}:*`),
  'logs:GetLogEvents': ({ logGroupName, logStreamName }) =>
    one('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`),
  's3:ListObjectVersions': ({ Bucket }) => [{ resource: `arn:aws:s3:::${Bucket}` }],
  // AWS appends six random characters to the name of a secret.
  'secretsmanager:DescribeSecret': ({ SecretId }) => one('secretsmanager', `secret:${SecretId}-AbCdEf`),
  'servicequotas:GetServiceQuota': ({ ServiceCode, QuotaCode }) => one('servicequotas', `${ServiceCode}/${QuotaCode}`),
  'ssm:GetParameterHistory': parameter,
  'ssm:PutParameter': parameter,
};

/** The IAM actions whose names differ from those of the API operations. */
const otherNames: Readonly<Record<string, string>> = { 's3:ListObjectVersions': 's3:ListBucketVersions' };

/**
 * Returns what IAM must allow for these API calls: actions with their resources, without duplicates.
 * @throws Error for an API call that this file does not list
 */
export function authorizedCalls(calls: readonly RecordedCall[]): Call[] {
  const all = calls.flatMap(({ action, input }) => {
    if (withoutResource.includes(action)) return [{ action, resource: '*' }];
    const found = authorized[action];
    if (!found) throw new Error(`${action} is not listed in recorded-calls.ts.`);
    return found(input).map((call) => ({ action: otherNames[action] ?? action, ...call }));
  });
  return unique(all);
}

/**
 * Returns what IAM must allow for these requests to ECR: actions with their resources, without duplicates.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @throws Error for a request that this file does not list
 */
export function registryCalls(requests: readonly ReceivedRequest[]): Call[] {
  const all = requests.flatMap(({ method, path }) => {
    const [, repository = '', kind = ''] = /^\/v2\/(.+)\/(manifests|referrers|blobs\/uploads|blobs)\//.exec(path) ?? [];
    const actions = ofRegistry[`${method} ${kind}`];
    if (!actions) throw new Error(`${method} ${path} is not listed in recorded-calls.ts.`);
    return actions.map((action) => ({ action: `ecr:${action}`, resource: arn('ecr', `repository/${repository}`) }));
  });
  return unique(all);
}

const ofRegistry: Readonly<Record<string, readonly string[]>> = {
  'GET blobs': ['GetDownloadUrlForLayer'],
  'GET manifests': ['BatchGetImage'],
  'GET referrers': ['BatchGetImage'],
  'HEAD blobs': ['BatchCheckLayerAvailability'],
  'HEAD manifests': ['BatchGetImage'],
  'PATCH blobs/uploads': ['UploadLayerPart'],
  'POST blobs/uploads': ['InitiateLayerUpload'],
  'PUT blobs/uploads': ['UploadLayerPart', 'CompleteLayerUpload'],
  'PUT manifests': ['PutImage'],
};

function unique(calls: readonly Call[]): Call[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
