import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Views } from '../views';
import { lingerMs } from './errors';
import type { HeaderFields } from './security-headers';

/** Whole answers, status line and all, by status. */
export type ErrorPages = ReadonlyMap<number, string>;

const details: ReadonlyMap<number, string> = new Map([
  [400, 'This is not a valid HTTP request.'],
  [408, 'The request took too long to arrive.'],
  [413, 'The chunk extensions of this request are too long.'],
  [431, 'The header of this request is too long.'],
]);

const statuses: ReadonlyMap<string | undefined, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** Renders, once, what is answered to requests that the app never sees. */
export function createErrorPages(views: Views, headers: HeaderFields): ErrorPages {
  return new Map(
    [...details].map(([status, detail]) => {
      const title = STATUS_CODES[status] ?? '';
      const page = views.error({ status, title, detail });
      const fields = {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': Buffer.byteLength(page),
        Connection: 'close',
      };
      const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
      return [status, `HTTP/1.1 ${status} ${title}\r\n${head.join('')}\r\n${page}`];
    }),
  );
}

/** Answers what Node's parser refuses, where an answer can still be sent, and closes the connection. */
export function refuseUnparsable(pages: ErrorPages): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return (error, socket) => {
    // The parser goes on complaining about what arrives while the connection lingers.
    if (socket.writableEnded) return;
    if (!socket.writable || error.code === 'ECONNRESET' || hasBegunToAnswer(socket)) {
      socket.destroy();
      return;
    }
    socket.end(pages.get(statuses.get(error.code) ?? 400));
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(timer));
  };
}

/** Node's own handler looks at the same field: a second answer would be taken for a part of the first. */
function hasBegunToAnswer(socket: Duplex): boolean {
  return (socket as Duplex & { _httpMessage?: { headersSent: boolean } | null })._httpMessage?.headersSent === true;
}
