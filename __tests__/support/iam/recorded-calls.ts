import type { RecordedCall } from '../aws/fake-aws';
import type { Call } from './iam-evaluator';
import { account } from './role-policies';

const region = 'eu-central-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const texts = (value: unknown) => [value ?? []].flat() as string[];

/** Actions for which AWS accepts no resource in the calls of our commands. */
const withoutResource = [
  'cloudwatch:DescribeAlarms',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeVpcs',
  'ecr:GetAuthorizationToken',
  'ecs:DescribeTaskDefinition',
  'servicequotas:GetServiceQuota',
  'tag:GetResources',
];

/** What IAM authorizes for a call, by its action. */
const authorized: Readonly<Record<string, (input: RecordedCall['input']) => readonly Omit<Call, 'action'>[]>> = {
  // AWS requires no permission for this call.
  'sts:GetCallerIdentity': () => [],
  'ecr:DescribeImages': ({ repositoryName }) => [{ resource: arn('ecr', `repository/${repositoryName}`) }],
  'ecs:DescribeServices': ({ cluster, services }) =>
    texts(services).map((service) => ({ resource: arn('ecs', `service/${cluster}/${service}`) })),
  'ecs:DescribeTasks': ({ cluster, tasks }) =>
    texts(tasks).map((task) => ({ resource: arn('ecs', `task/${cluster}/${task.split('/').at(-1)}`) })),
  'ecs:ListServiceDeployments': ({ cluster, service }) => [{ resource: arn('ecs', `service/${cluster}/${service}`) }],
  'ecs:ListTasks': ({ cluster }) => [{ resource: '*', context: { 'ecs:cluster': arn('ecs', `cluster/${cluster}`) } }],
  'logs:FilterLogEvents': ({ logGroupName }) => [{ resource: arn('logs', `log-group:${logGroupName}:*`) }],
  'logs:GetLogEvents': ({ logGroupName, logStreamName }) => [
    { resource: arn('logs', `log-group:${logGroupName}:log-stream:${logStreamName}`) },
  ],
  'ssm:GetParameterHistory': ({ Name }) => [{ resource: arn('ssm', `parameter${Name}`) }],
};

/**
 * What IAM authorizes for recorded calls, without duplicates.
 * @throws Error for an action that is not listed here
 */
export function authorizedCalls(calls: readonly RecordedCall[]): Call[] {
  const all = calls.flatMap(({ action, input }) => {
    if (withoutResource.includes(action)) return [{ action, resource: '*' }];
    const found = authorized[action];
    if (!found) throw new Error(`${action} is not listed in recorded-calls.ts.`);
    return found(input).map((call) => ({ action, ...call }));
  });
  return [...new Map(all.map((call) => [JSON.stringify(call), call])).values()];
}
