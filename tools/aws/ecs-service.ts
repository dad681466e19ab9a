import type { ECSClient, Service, Task } from '@aws-sdk/client-ecs';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { AwsClients } from './clients';

/** The names of an ECS service and its cluster. */
export type ServiceNames = Pick<SynthesizedEnvironment, 'clusterName' | 'serviceName'>;

/** The maximum number of tasks in one DescribeTasks request. */
const maxTasks = 100;

/**
 * Returns the ECS service, including an inactive one; undefined if there is none.
 * @throws ClusterNotFoundException if the cluster does not exist
 */
export async function describeService(ecs: ECSClient, names: ServiceNames): Promise<Service | undefined> {
  const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs');
  const { clusterName: cluster, serviceName } = names;
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [serviceName] }));
  return services[0];
}

export interface ListTasksOptions {
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  /** The ARNs of tasks to leave out. @default none */
  readonly known?: ReadonlySet<string>;
}

/**
 * Returns at most 100 tasks of a service that have this desired status; an empty list if there is no such service. ECS lists a
 * stopped task for about an hour.
 * @throws ClusterNotFoundException if the cluster does not exist
 */
export async function listTasks(
  ecs: ECSClient,
  { clusterName: cluster, serviceName }: ServiceNames,
  { desiredStatus, known = new Set() }: ListTasksOptions,
): Promise<Task[]> {
  const { DescribeTasksCommand, paginateListTasks } = await import('@aws-sdk/client-ecs');
  const wanted: string[] = [];
  try {
    for await (const { taskArns = [] } of paginateListTasks({ client: ecs }, { cluster, serviceName, desiredStatus }))
      wanted.push(...taskArns.filter((arn) => !known.has(arn)));
  } catch (error) {
    if ((error as Error).name !== 'ServiceNotFoundException') throw error;
  }
  if (wanted.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: wanted.slice(0, maxTasks) }));
  return tasks;
}

/**
 * Returns the last lines in the log of a task's container.
 * @throws ResourceNotFoundException if the container has logged nothing
 */
export async function readTaskLog(
  aws: AwsClients,
  { logGroupName }: Pick<SynthesizedEnvironment, 'logGroupName'>,
  { container, task, limit }: { readonly container: string; readonly task: Task; readonly limit: number },
): Promise<string[]> {
  const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  // The task definition uses the container's name as the prefix of the log stream's name.
  const logStreamName = `${container}/${container}/${taskId(task)}`;
  const { events = [] } = await (await aws.logs()).send(
    new GetLogEventsCommand({ logGroupName, logStreamName, limit }),
  );
  return events.map(({ message = '' }) => message.trimEnd());
}

/** Returns the short id at the end of a task's ARN. */
export function taskId({ taskArn = '' }: Pick<Task, 'taskArn'>): string {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1);
}
