import { type DestinationStream, destination, type Logger, pino } from 'pino';

export interface LoggerProps {
  /** A level of pino, or `silent`. */
  readonly level: string;
  /** Said in every line, so that lines of two versions can be told apart. */
  readonly version: string;
}

/** Lines are written together once there are so many bytes of them, a page of memory and as much as a pipe takes whole. */
const batchBytes = 4_096;

/** The longest that a line waits for others. What a killed process takes with it is no more than this. */
const batchMs = 100;

/**
 * Creates the log of the process: one JSON object a line, on standard output unless told otherwise. Lines are written
 * in batches, beside the requests and not within them; pino writes what is left when the process exits.
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

/** The time of a line as pino wants it. Written out once a millisecond: a busy process has many lines in each. */
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

/** Whole requests, answers and header fields hold addresses and cookies. */
const redact = () => '[redacted]';

/** What the log says of an error. Only these: on errors of the AWS SDK hang requests and answers, with signatures and data. */
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
