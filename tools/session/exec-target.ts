import type { Container, Task } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { listTasks, taskId } from '../aws/ecs-service';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';

export interface ExecTargetProps {
  readonly environment: SynthesizedEnvironment;
  readonly aws: AwsClients;
  /** The name of the container. */
  readonly container: string;
  /** The id of a running task, or the first characters of the id. @default the newest task in which commands can run */
  readonly task?: string | undefined;
}

/** A container in which ECS can run commands. */
export interface ExecTarget {
  readonly taskArn: string;
  /** The short id at the end of the task's ARN. */
  readonly task: string;
  readonly container: string;
  /** The id of the container in the container runtime of its host. */
  readonly runtimeId: string;
}

/**
 * Finds the running container in which to run a command.
 * @throws UserError if no container can run the command; the message says why
 */
export async function findExecTarget(props: ExecTargetProps): Promise<ExecTarget> {
  const tasks = chooseTasks(await runningTasks(props), props);
  const task = tasks.find((candidate) => findProblem(candidate, props) === undefined) ?? tasks[0];
  const problem = findProblem(task, props);
  if (problem !== undefined) throw new UserError(problem);
  const { taskArn = '' } = task;
  const { container } = props;
  return { taskArn, task: taskId(task), container, runtimeId: findContainer(task, container)?.runtimeId ?? '' };
}

/** Returns the running tasks, newest first. */
async function runningTasks({ environment, aws }: ExecTargetProps): Promise<Task[]> {
  const { name } = environment;
  try {
    const tasks = await listTasks(await aws.ecs(), environment, { desiredStatus: 'RUNNING' });
    return tasks
      .filter(({ lastStatus }) => lastStatus === 'RUNNING')
      .sort((one, other) => Number(other.startedAt ?? 0) - Number(one.startedAt ?? 0));
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') {
      throw new UserError(`${name} does not exist in AWS yet. To create it: npm run deploy ${name}`);
    }
    throw toUserError(error, 'read the tasks (ecs:ListTasks, ecs:DescribeTasks)');
  }
}

/**
 * Returns the running task whose id begins with the option `task`. If the option is not set, returns all running tasks.
 * @throws UserError if no running task, or more than one, has a matching id
 */
function chooseTasks(
  running: readonly Task[],
  { environment: { name }, task }: ExecTargetProps,
): readonly [Task, ...Task[]] {
  const [first, ...others] = task === undefined ? running : running.filter((one) => taskId(one).startsWith(task));
  if (first && (task === undefined || others.length === 0)) return [first, ...others];
  if (running.length === 0) throw new UserError(`No task of ${name} is running. To see why: npm run status ${name}`);
  const ids = running.map(taskId).join(', ');
  throw new UserError(
    `${first ? 'Several' : 'No'} running tasks of ${name} have an id that begins with "${task}". Set --task to one of: ${ids}`,
  );
}

function findContainer({ containers = [] }: Task, name: string): Container | undefined {
  return containers.find((container) => container.name === name);
}

/** Returns why no command can run in a container of a task; undefined if a command can run. */
function findProblem(task: Task, { environment: { name }, container }: ExecTargetProps): string | undefined {
  const id = taskId(task);
  if (!task.enableExecuteCommand) {
    return `The task ${id} started before ECS Exec was on in ${name}, so no command can run in it. To start new tasks: npm run deploy ${name}`;
  }
  const found = findContainer(task, container);
  if (found?.lastStatus !== 'RUNNING') {
    return `The container ${container} of the task ${id} is ${found?.lastStatus ?? 'missing'}, but commands can run only in a running container.`;
  }
  const agent = found.managedAgents?.find((one) => one.name === 'ExecuteCommandAgent');
  if (agent?.lastStatus !== 'RUNNING') {
    return `The ECS Exec agent in the container ${container} of the task ${id} is ${[agent?.lastStatus ?? 'missing', agent?.reason].filter(Boolean).join(': ')}. The agent starts within a minute after the task, and must be able to reach ssmmessages in the environment's region over HTTPS.`;
  }
  return undefined;
}
