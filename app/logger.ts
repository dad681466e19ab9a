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

/**
 * Creates the log of the process: one JSON object a line, on standard output unless told otherwise. Lines are written
 * beside the requests and not within them; pino writes what is left when the process exits.
 */
export function createLogger(
  { level, version }: LoggerProps,
  output: DestinationStream = destination({ dest: 1, sync: false }),
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
