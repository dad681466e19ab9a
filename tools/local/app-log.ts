import { isColorSupported, prettyFactory } from 'pino-pretty';

/** The fields of a log line that are not printed: a request's message already contains them, or they do not help the developer. */
const hiddenFields = ['method', 'path', 'status', 'durationMs', 'requestId', 'clientAddress', 'version'];

/**
 * Creates a function that formats a line of the app's JSON log for people. A request is one short line. If an error
 * occurred, the line contains the id of the request and the error. A line that is not JSON is not changed.
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
