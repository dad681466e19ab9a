import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';

export interface LoggerProps {
  /** A level of pino, or `silent`. */
  readonly level: string;
  /** Said in every line, so that lines of two versions can be told apart. */
  readonly version: string;
}

/**
 * Header fields and the SDK's raw answers can hang on an error that is logged whole. They hold addresses, cookies and
 * signatures.
 */
const redacted = ['headers', '$response', 'config', 'cookie', 'authorization', 'password'].flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `*.*["${name}"]`,
]);

/** Creates the log of the process: one JSON object a line, on standard output unless told otherwise. */
export function createLogger({ level, version }: LoggerProps, output: DestinationStream = destination(1)): Logger {
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
