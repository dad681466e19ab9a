import { setTimeout as sleep } from 'node:timers/promises';
import { assertContainer, type EnvironmentLog, logError } from './log';

export interface RecentLogOptions {
  /** The age of the oldest lines to print, in milliseconds. */
  readonly since: number;
  readonly follow: boolean;
  /** The container whose log to print. @default all containers */
  readonly container?: string;
  readonly stop: AbortSignal;
  /** Receives messages that are not part of the log. @default `write` of the log */
  readonly remark?: (line: string) => void;
}

/** The polling interval with `follow`, in milliseconds. */
const followMs = 2_000;
/** How late a log line may appear, in milliseconds: CloudWatch may return a line only after newer lines. */
const lateMs = 10_000;

/**
 * Prints the latest lines of the log. With `follow`, also prints new lines until `stop` is aborted.
 * @throws UserError if the tasks have no such container, or if the environment does not exist
 */
export async function printRecentLog(log: EnvironmentLog, options: RecentLogOptions): Promise<void> {
  const { environment, write } = log;
  const { since, follow, container, stop, remark = write } = options;
  assertContainer(environment, container);
  let start = Date.now() - since;
  const seen = new Set<string>();
  for (;;) {
    const newest = await printSince(log, { startTime: start, container, seen });
    if (!follow && seen.size === 0)
      remark(
        `${environment.name} has logged nothing since ${new Date(start).toISOString()}. For older lines: npm run logs ${environment.name} -- --since 1d`,
      );
    if (!follow || stop.aborted) return;
    start = Math.max(start, newest - lateMs);
    await sleep(followMs, undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return;
  }
}

interface Period {
  /** The time of the oldest line, in milliseconds since 1970. */
  readonly startTime: number;
  readonly container: string | undefined;
  /** The ids of the printed lines. */
  readonly seen: Set<string>;
}

/** Prints the lines that have not been printed yet. @returns the time of the newest line */
async function printSince(
  { environment, aws, write }: EnvironmentLog,
  { startTime, container, seen }: Period,
): Promise<number> {
  const { paginateFilterLogEvents } = await import('@aws-sdk/client-cloudwatch-logs');
  let newest = startTime;
  try {
    const { logGroupName } = environment;
    const input = {
      logGroupName,
      startTime,
      ...(container !== undefined && { logStreamNamePrefix: `${container}/` }),
    };
    for await (const { events = [] } of paginateFilterLogEvents({ client: await aws.logs() }, input)) {
      for (const { eventId = '', message = '', timestamp = 0 } of events) {
        if (seen.has(eventId)) continue;
        seen.add(eventId);
        newest = Math.max(newest, timestamp);
        write(message.trimEnd());
      }
    }
  } catch (error) {
    throw logError(environment, error);
  }
  return newest;
}
