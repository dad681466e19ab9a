import type { Task } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import { listTasks, readTaskLog, taskId } from '../aws/ecs-service';
import { UserError } from '../shared/user-error';
import { assertContainer, type EnvironmentLog, logError } from './log';

/** The maximum number of lines that are printed from the log of a stopped task. */
const maxLines = 200;

/**
 * Prints why the most recently stopped task stopped, and the last lines of its log. ECS lists a stopped task for about
 * an hour.
 * @param container the container whose log to print. @default all containers
 * @throws UserError if the task has no such container, or if ECS lists no stopped task
 */
export async function printStoppedTaskLog(log: EnvironmentLog, container?: string): Promise<void> {
  const { environment, write } = log;
  assertContainer(environment, container);
  const task = await lastStoppedTask(log);
  if (!task) {
    throw new UserError(
      `ECS lists no stopped task of ${environment.name}. A task is listed only for about an hour after it has stopped. For older lines of the log: npm run logs ${environment.name} -- --since 1d`,
    );
  }
  write(
    `Task ${taskId(task)} stopped at ${task.stoppedAt?.toISOString() ?? 'an unknown time'}: ${task.stoppedReason ?? 'ECS gives no reason'}`,
  );
  for (const { name = '', exitCode, reason } of task.containers ?? []) {
    if (container !== undefined && name !== container) continue;
    write(
      `Container ${name}: ${exitCode === undefined ? 'it never ran' : `exit code ${exitCode}`}${reason ? `, ${reason}` : ''}`,
    );
    for (const line of await linesOf(log, name, task)) write(line);
  }
}

async function linesOf({ aws, environment }: EnvironmentLog, container: string, task: Task): Promise<string[]> {
  try {
    return await readTaskLog(aws, environment, { container, task, limit: maxLines });
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return ['(it has logged nothing)'];
    throw toUserError(error, 'read the log (logs:GetLogEvents)');
  }
}

async function lastStoppedTask({ aws, environment }: EnvironmentLog): Promise<Task | undefined> {
  try {
    const tasks = await listTasks(await aws.ecs(), environment, { desiredStatus: 'STOPPED' });
    return tasks.sort((one, other) => Number(other.stoppedAt ?? 0) - Number(one.stoppedAt ?? 0))[0];
  } catch (error) {
    if ((error as Error).name === 'ClusterNotFoundException') throw logError(environment, error);
    throw toUserError(error, 'read the tasks (ecs:ListTasks, ecs:DescribeTasks)');
  }
}
