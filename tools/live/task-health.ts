import type { Task } from '@aws-sdk/client-ecs';
import { listTasks, taskId } from '../aws/ecs-service';
import type { DeployedEnvironment } from './deployed-environment';

/** The health of the tasks of a service. */
export interface TaskHealth {
  /** The number of running tasks that pass their health check; null if the app's container has no health check. */
  readonly healthyTasks: number | null;
  /** When and why a task last failed, in a sentence; null if no task failed in the last hour. ECS does not list older failures. */
  readonly lastFailure: string | null;
}

/**
 * Reads the health of the tasks of a service.
 * @returns undefined if AWS rejects the requests, because the status of the service is useful even without the tasks
 */
export async function readTaskHealth({
  environment,
  aws,
}: Pick<DeployedEnvironment, 'environment' | 'aws'>): Promise<TaskHealth | undefined> {
  try {
    const ecs = await aws.ecs();
    const running = await listTasks(ecs, environment, { desiredStatus: 'RUNNING' });
    const [failed] = (await listTasks(ecs, environment, { desiredStatus: 'STOPPED' }))
      .filter((task) => task.lastStatus === 'STOPPED' && !isReplaced(task))
      .sort((one, other) => Number(other.stoppedAt ?? 0) - Number(one.stoppedAt ?? 0));
    return {
      healthyTasks: environment.hasHealthCheck
        ? running.filter(({ healthStatus }) => healthStatus === 'HEALTHY').length
        : null,
      lastFailure: failed ? describeFailure(failed) : null,
    };
  } catch {
    return undefined;
  }
}

/** Whether ECS has stopped a task because of a newer deployment or because of scaling. Such a task has not failed. */
export function isReplaced({ stoppedReason = '' }: Task): boolean {
  return /^Scaling activity|deployment ecs-svc/i.test(stoppedReason);
}

function describeFailure(task: Task): string {
  const containers = (task.containers ?? [])
    .filter(({ exitCode, reason }) => exitCode || reason)
    .map(({ name, exitCode, reason }) => {
      const details = [exitCode === undefined ? '' : `exit code ${exitCode}`, reason].filter(Boolean);
      return `container ${name}: ${details.join(', ')}`;
    });
  const time = task.stoppedAt ? `${task.stoppedAt.toISOString()} ` : '';
  return `${time}task ${taskId(task)}: ${[task.stoppedReason ?? 'ECS gives no reason', ...containers].join('; ')}`;
}
