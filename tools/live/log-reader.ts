import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { listTasks, readTaskLog, taskId } from '../aws/ecs-service';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';

export interface PrintOptions {
  /** The age of the oldest lines to print, in milliseconds. */
  readonly since: number;
  readonly follow: boolean;
  /** The container whose log to print. @default all containers */
  readonly container?: string;
  readonly stop: AbortSignal;
}

/** The polling interval with `follow`, in milliseconds. */
const followMs = 2_000;
/** How late a log line may appear, in milliseconds: CloudWatch may return a line only after newer lines. */
const lateMs = 10_000;
/** The maximum number of lines that are printed from the log of a stopped task. */
const previousLines = 200;

/** Prints the log of an environment from its CloudWatch log group. */
export class LogReader {
  constructor(
    private readonly environment: SynthesizedEnvironment,
    private readonly aws: AwsClients,
    private readonly write: (line: string) => void,
    /** Receives messages that are not part of the log. @default `write` */
    private readonly remark = write,
  ) {}

  /**
   * Prints the log. With `follow`, also prints new lines until `stop` is aborted.
   * @throws UserError if the task has no such container
   */
  async print({ since, follow, container, stop }: PrintOptions): Promise<void> {
    this.#assertContainer(container);
    let start = Date.now() - since;
    const seen = new Set<string>();
    for (;;) {
      const newest = await this.#printSince(start, container, seen);
      if (!follow && seen.size === 0)
        this.remark(
          `${this.environment.name} has logged nothing since ${new Date(start).toISOString()}. For older lines: npm run logs ${this.environment.name} -- --since 1d`,
        );
      if (!follow || stop.aborted) return;
      start = Math.max(start, newest - lateMs);
      await sleep(followMs, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return;
    }
  }

  /**
   * Prints why the most recently stopped task stopped, and the last lines of its log. ECS lists a stopped task for
   * about an hour.
   * @throws UserError if the task has no such container, or if ECS lists no stopped task
   */
  async printPrevious(container?: string): Promise<void> {
    this.#assertContainer(container);
    const task = await this.#lastStoppedTask();
    if (!task) {
      throw new UserError(
        `ECS lists no stopped task of ${this.environment.name}. A task is listed only for about an hour after it has stopped. For older lines of the log: npm run logs ${this.environment.name} -- --since 1d`,
      );
    }
    this.write(
      `Task ${taskId(task)} stopped at ${task.stoppedAt?.toISOString() ?? 'an unknown time'}: ${task.stoppedReason ?? 'ECS gives no reason'}`,
    );
    for (const { name = '', exitCode, reason } of task.containers ?? []) {
      if (container !== undefined && name !== container) continue;
      this.write(
        `Container ${name}: ${exitCode === undefined ? 'it never ran' : `exit code ${exitCode}`}${reason ? `, ${reason}` : ''}`,
      );
      for (const line of await this.#linesOf(name, task)) this.write(line);
    }
  }

  #assertContainer(container: string | undefined): void {
    const { name, containers } = this.environment;
    if (container === undefined || containers.includes(container)) return;
    throw new UserError(`${name} has no container "${container}". Its containers: ${containers.join(', ')}.`);
  }

  async #printSince(startTime: number, container: string | undefined, seen: Set<string>): Promise<number> {
    const { paginateFilterLogEvents } = await import('@aws-sdk/client-cloudwatch-logs');
    let newest = startTime;
    try {
      const { logGroupName } = this.environment;
      const input = {
        logGroupName,
        startTime,
        ...(container !== undefined && { logStreamNamePrefix: `${container}/` }),
      };
      for await (const { events = [] } of paginateFilterLogEvents({ client: await this.aws.logs() }, input)) {
        for (const { eventId = '', message = '', timestamp = 0 } of events) {
          if (seen.has(eventId)) continue;
          seen.add(eventId);
          newest = Math.max(newest, timestamp);
          this.write(message.trimEnd());
        }
      }
    } catch (error) {
      throw this.#errorOf(error);
    }
    return newest;
  }

  async #linesOf(container: string, task: Task): Promise<string[]> {
    try {
      return await readTaskLog(this.aws, this.environment, { container, task, limit: previousLines });
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return ['(it has logged nothing)'];
      throw toUserError(error, 'read the log (logs:GetLogEvents)');
    }
  }

  async #lastStoppedTask(): Promise<Task | undefined> {
    try {
      const tasks = await listTasks(await this.aws.ecs(), this.environment, 'STOPPED');
      return tasks.sort((one, other) => Number(other.stoppedAt ?? 0) - Number(one.stoppedAt ?? 0))[0];
    } catch (error) {
      if ((error as Error).name === 'ClusterNotFoundException') throw this.#errorOf(error);
      throw toUserError(error, 'read the tasks (ecs:ListTasks, ecs:DescribeTasks)');
    }
  }

  #errorOf(error: unknown): unknown {
    const { name } = this.environment;
    if (['ResourceNotFoundException', 'ClusterNotFoundException'].includes((error as Error).name)) {
      return new UserError(`${name} does not exist in AWS yet. To create it: npm run deploy ${name}`);
    }
    return toUserError(error, 'read the log (logs:FilterLogEvents)');
  }
}
