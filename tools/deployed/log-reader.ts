import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@aws-sdk/client-ecs';
import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { listTasks, readTaskLog, taskId } from '../aws/ecs-service';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';

export interface PrintOptions {
  /** How far back to start, in milliseconds. */
  readonly since: number;
  readonly follow: boolean;
  /** @default every container */
  readonly container?: string;
  readonly stop: AbortSignal;
}

/** The polling interval while a log is followed, in milliseconds. */
const followMs = 2_000;
/** CloudWatch can return a log line after newer ones. This is the maximum delay, in milliseconds. */
const lateMs = 10_000;
/** How many log lines of a stopped task are printed. */
const previousLines = 200;

/** Reads the log group of an environment. */
export class LogReader {
  constructor(
    private readonly environment: SynthesizedEnvironment,
    private readonly aws: AwsClients,
    private readonly write: (line: string) => void,
    /** Receives messages that are not part of the log. @default `write` */
    private readonly remark = write,
  ) {}

  /**
   * Prints the log, and with `follow` new lines until the stop.
   * @throws UserError if there is no such container
   */
  async print({ since, follow, container, stop }: PrintOptions): Promise<void> {
    this.#assertContainer(container);
    let start = Date.now() - since;
    const seen = new Set<string>();
    for (;;) {
      const newest = await this.#printSince(start, container, seen);
      if (!follow && seen.size === 0)
        this.remark(
          `${this.environment.name} has logged nothing since ${new Date(start).toISOString()}. For older lines: --since 1d`,
        );
      if (!follow || stop.aborted) return;
      start = Math.max(start, newest - lateMs);
      await sleep(followMs, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return;
    }
  }

  /**
   * Prints why the last stopped task has stopped, and the end of its log. ECS keeps stopped tasks for an hour.
   * @throws UserError if there is no such container, or no stopped task
   */
  async printPrevious(container?: string): Promise<void> {
    this.#assertContainer(container);
    const task = await this.#lastStoppedTask();
    if (!task) {
      throw new UserError(
        `ECS lists no stopped task of ${this.environment.name}; it lists a stopped task for about an hour. npm run logs ${this.environment.name} -- --since 1d shows older lines of the log.`,
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
