import { isColorSupported, prettyFactory } from 'pino-pretty';

/** Fields that are redundant, because the message of a request contains them, or useless on the developer's machine. */
const hiddenFields = ['method', 'path', 'status', 'durationMs', 'requestId', 'clientAddress', 'version'];

/**
 * Creates a function that formats a line of the app's JSON log for people: short for a request, longer if an error
 * occurred. A line that is not JSON stays unchanged.
 */
export function createLogFormatter(terminal: boolean): (line: string) => string {
  const format = prettyFactory({
    colorize: terminal && isColorSupported,
    translateTime: 'SYS:HH:MM:ss',
    ignore: hiddenFields.join(),
    singleLine: true,
    messageFormat: (line, messageKey) => {
      const { method, path, status, durationMs, requestId, err } = line;
      if (method === undefined || status === undefined) return String(line[messageKey] ?? '');
      return `${method} ${path} ${status} in ${durationMs} ms${err ? ` (request ${requestId})` : ''}`;
    },
  });
  return (line) => format(line).replace(/\n$/, '');
}
