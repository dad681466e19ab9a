import type { ECSClient, Service, Task } from '@aws-sdk/client-ecs';
import type { AwsClients } from '../aws/clients';
import { describeService, listTasks, readTaskLog, taskId } from '../aws/ecs-service';
import type { SynthesizedEnvironment } from '../shared/environment';
import { imageOf, servingDeployment } from './running-image';
import { isReplaced } from './task-health';

/** Receives messages about a service. Lines that belong together are one message. */
export type Tell = (line: string) => void;

/** The polling interval, in milliseconds. ECS allows an account 20 calls to DescribeServices per second. */
export const pollMs = (): number => Number(process.env.DEPLOY_POLL_MS || 5_000);
/** The maximum number of lines that are printed from the log of a failed container. */
const logLines = 10;

/** How a deployment ended, according to ECS. */
export interface RolloutResult {
  readonly reason: string;
  /** The image of the deployment that serves requests; undefined if there is none. */
  readonly servingImage: string | undefined;
}

/** Prints what happens in a service while Terraform waits: events, and stopped tasks with the reason and their last log lines. */
export class ServiceWatch {
  readonly #seenEvents = new Set<string>();
  readonly #seenTasks = new Set<string>();
  #hasShownFailure = false;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;

  constructor(
    private readonly environment: SynthesizedEnvironment,
    private readonly aws: AwsClients,
    private readonly tell: Tell,
  ) {}

  /** Records earlier events and stopped tasks, so that only new ones are printed, and starts polling. */
  async start(): Promise<void> {
    await this.#poll().catch(() => undefined);
    this.#timer = setInterval(() => {
      // A failed poll must not fail the deployment.
      this.#polling ??= this.#poll(this.tell)
        .catch(() => undefined)
        .finally(() => {
          this.#polling = undefined;
        });
    }, pollMs()).unref();
  }

  /** Polls for the last time, and stops polling. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#polling;
    await this.#poll(this.tell).catch(() => undefined);
  }

  /** Whether the reason why a task failed has been printed. */
  get hasShownFailure(): boolean {
    return this.#hasShownFailure;
  }

  /** Returns why the newest deployment failed or is still running, and the image that serves requests now. */
  async result(): Promise<RolloutResult> {
    const ecs = await this.aws.ecs();
    const service = await this.#service(ecs);
    const deployments = service?.deployments ?? [];
    const newest =
      deployments.find(({ rolloutState }) => rolloutState === 'FAILED') ??
      deployments.find(({ status }) => status === 'PRIMARY');
    const taskDefinition = servingDeployment(service)?.taskDefinition;
    return {
      reason: newest?.rolloutStateReason ?? '',
      servingImage: taskDefinition && (await imageOf(ecs, taskDefinition)),
    };
  }

  /**
   * Looks once for new events and stopped tasks.
   * @param tell receives the messages. @default events and tasks are recorded as known, but not reported
   */
  async #poll(tell?: Tell): Promise<void> {
    const ecs = await this.aws.ecs();
    const service = await this.#service(ecs);
    if (!service) return;
    for (const { id = '', message = '' } of (service.events ?? []).toReversed()) {
      if (this.#seenEvents.has(id)) continue;
      this.#seenEvents.add(id);
      tell?.(message.replace(/^\(service [^)]*\) /, ''));
    }
    for (const task of await listTasks(ecs, this.environment, { desiredStatus: 'STOPPED', known: this.#seenTasks })) {
      const { taskArn = '' } = task;
      if (task.lastStatus !== 'STOPPED' || this.#seenTasks.has(taskArn)) continue;
      this.#seenTasks.add(taskArn);
      if (tell) await this.#tellStopped(task, tell);
    }
  }

  async #service(ecs: ECSClient): Promise<Service | undefined> {
    const service = await describeService(ecs, this.environment);
    return service?.status === 'INACTIVE' ? undefined : service;
  }

  /** Prints a stopped task as one message, so that no other message separates the lines. */
  async #tellStopped(task: Task, tell: Tell): Promise<void> {
    const id = taskId(task);
    const lines = [`task ${id} stopped: ${task.stoppedReason ?? 'ECS gives no reason'}`];
    // A task that stopped because of a newer deployment or because of scaling has not failed.
    for (const { name = '', exitCode, reason, healthStatus } of isReplaced(task) ? [] : (task.containers ?? [])) {
      const details = [
        exitCode === undefined ? undefined : `exit code ${exitCode}`,
        healthStatus === 'UNHEALTHY' ? 'health check failed' : undefined,
        reason,
      ].filter((detail) => detail !== undefined && detail !== '');
      if (details.length === 0) continue;
      this.#hasShownFailure = true;
      lines.push(`  container ${name}: ${details.join(', ')}`);
      const log = await readTaskLog(this.aws, this.environment, { container: name, task, limit: logLines }).catch(
        () => [],
      );
      lines.push(...log.map((line) => `    ${line}`));
    }
    tell(lines.join('\n'));
  }
}
