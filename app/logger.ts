import { type DestinationStream, destination, type Logger, pino } from 'pino';

export interface LoggerProps {
  /** A level of pino, or `silent`. */
  readonly level: string;
  /** The version of the app, which every line contains. */
  readonly version: string;
}

/** The size at which a batch of lines is written, in bytes. It is a page of memory, which a pipe accepts atomically. */
const batchBytes = 4_096;

/** The maximum delay of a line, in milliseconds. If the process is killed, the lines of this period are lost. */
const batchMs = 100;

/**
 * Creates the log of the process: one JSON object per line, on standard output by default. Lines are written in
 * batches, outside the handling of requests. When the process exits, pino writes the rest.
 */
export function createLogger(
  { level, version }: LoggerProps,
  output: DestinationStream = destination({ dest: 1, sync: false, minLength: batchBytes, periodicFlush: batchMs }),
): Logger {
  return pino(
    {
      level,
      base: { version },
      timestamp: createTimestamp(),
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, req: redact, res: redact, headers: redact },
    },
    output,
  );
}

/**
 * Creates the function that returns the current time in pino's format. The text is formatted once per millisecond,
 * because a busy process logs many lines per millisecond.
 */
function createTimestamp(): () => string {
  let writtenMs = 0;
  let text = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== writtenMs) {
      writtenMs = nowMs;
      text = `,"time":"${new Date(nowMs).toISOString()}"`;
    }
    return text;
  };
}

/** Hides requests, responses and header fields, because they contain addresses and cookies. */
const redact = () => '[redacted]';

/**
 * The logged properties of an error. Others are omitted, because errors of the AWS SDK contain requests and responses,
 * with signatures and data.
 */
interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, code, stack, cause } = error as NodeJS.ErrnoException;
  return { type: name, message, code, stack, cause: cause === undefined ? undefined : describeError(cause) };
}
