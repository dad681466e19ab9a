import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Views } from '../../views';
import { lingerMs } from '../rejected-body';
import type { HeaderFields } from '../security-headers';
import { pipelinedResponses } from './pipelined-responses';

/** Complete HTTP responses, with status line and header, by status code. */
export type ErrorPages = ReadonlyMap<number, string>;

const details: ReadonlyMap<number, string> = new Map([
  [400, 'This is not a valid HTTP request.'],
  [408, 'The request took too long to arrive. Please try again.'],
  [413, 'The chunk extensions of this request are too long. Send the body without them.'],
  [431, 'The header of this request is too long. Shorten the address, or delete the cookies of this site.'],
]);

const statuses: ReadonlyMap<string | undefined, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** Renders the error responses for requests that Node's parser rejects. This happens once, at the start. */
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

/**
 * Responds to a request that Node's parser rejects, if a response is still possible, and closes the connection. Earlier
 * complete requests on the same connection are responded to first.
 */
export function rejectUnparsable(pages: ErrorPages): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  const ending = new WeakSet<Duplex>();

  function endWith(socket: Duplex, page?: string): void {
    socket.end(page);
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(timer));
  }

  return (error, socket) => {
    // The parser reports further errors for data that arrives after the first error.
    if (socket.writableEnded || ending.has(socket)) return;
    const current = currentResponse(socket);
    const last = [current, ...pipelinedResponses(socket)].findLast((res) => res?.req.complete);
    const isStream = current?.headersSent && !current.writableEnded;
    if (isSilent(socket)) {
      // Browsers open spare connections. On these, the client has sent no request and expects no response.
      socket.destroy();
    } else if (!socket.writable || error.code === 'ECONNRESET' || isStream || (current?.headersSent && !last)) {
      socket.destroy();
    } else if (last) {
      ending.add(socket);
      last.shouldKeepAlive = false;
      last.once('finish', () => endWith(socket));
    } else {
      endWith(socket, pages.get(statuses.get(error.code) ?? 400));
    }
  };
}

/** Whether the client has sent no bytes on this connection. */
function isSilent(socket: Duplex): boolean {
  return (socket as Duplex & { readonly bytesRead?: number }).bytesRead === 0;
}

/**
 * Returns the response that is being sent on the socket, or null, so that an error response is not mixed into another
 * response. Node's own handler reads the same private field.
 */
function currentResponse(socket: Duplex): ServerResponse | null {
  return (socket as Duplex & { _httpMessage?: ServerResponse | null })._httpMessage ?? null;
}
