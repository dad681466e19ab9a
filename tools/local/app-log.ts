import { isColorSupported, prettyFactory } from 'pino-pretty';

/** The fields of a request's line that stand in its message, or that say nothing on one's own machine. */
const inMessage = ['method', 'path', 'status', 'durationMs', 'requestId', 'clientAddress', 'version'];

/**
 * Creates what turns a line of the app's JSON log into one for a person: short for a request, more only where something
 * went wrong. A line that is not JSON stays as it is.
 */
export function createLogFormat(terminal: boolean): (line: string) => string {
  const format = prettyFactory({
    colorize: terminal && isColorSupported,
    translateTime: 'SYS:HH:MM:ss',
    ignore: inMessage.join(),
    singleLine: true,
    messageFormat: (line, messageKey) => {
      const { method, path, status, durationMs, requestId, err } = line;
      if (method === undefined || status === undefined) return String(line[messageKey] ?? '');
      return `${method} ${path} ${status} in ${durationMs} ms${err ? ` (request ${requestId})` : ''}`;
    },
  });
  return (line) => format(line).replace(/\n$/, '');
}
