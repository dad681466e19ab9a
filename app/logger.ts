import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';

export interface LoggerProps {
  /** A level of pino, or `silent`. */
  readonly level: string;
  /** Said in every line, so that lines of two versions can be told apart. */
  readonly version: string;
}

/**
 * What hangs on an error or a request that is logged whole and may hold addresses, cookies and signatures. No wildcards:
 * they cost every line a search.
 */
const redacted = [
  ...['headers', 'cookie', 'authorization', 'password'].flatMap((name) => [name, `req.${name}`, `err.${name}`]),
  ...['$response', 'config', 'request', 'response'].map((name) => `err.${name}`),
];

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
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted, censor: '[redacted]' },
    },
    output,
  );
}
