import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { until } from '../jest/until';

/** An HTTP response. A chunked body is decoded. */
export interface RawResponse {
  readonly status: number;
  /** The header fields by their lower-case names. The values of repeated fields are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawRequest {
  /** The request method. @default GET */
  readonly method?: string;
  /** The request target, which is usually a path. @default / */
  readonly target?: string;
  /** The header fields. They are sent unchanged, including duplicates. Host is added unless `host` is null. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly host?: string | null;
  /** A body without a Transfer-Encoding gets a Content-Length. */
  readonly body?: string | Buffer;
  /** The HTTP version. @default 1.1 */
  readonly version?: string;
}

/** Encodes a request, even if it is invalid. */
export function writeRequest(request: RawRequest): Buffer {
  const { method = 'GET', target = '/', headers = [], host = 'app.example', body, version = '1.1' } = request;
  const names = headers.map(([name]) => name.toLowerCase());
  const lines = [`${method} ${target} HTTP/${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (host !== null && !names.includes('host')) lines.push(`Host: ${host}`);
  if (body !== undefined && !names.includes('transfer-encoding') && !names.includes('content-length')) {
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body ?? '')]);
}

/** Sends one request on a new connection, and returns the final response (not a 1xx response). */
export async function send(port: number, request: RawRequest): Promise<RawResponse> {
  const connection = await open(port);
  try {
    connection.write(writeRequest(request));
    return await connection.response(request.method);
  } finally {
    connection.destroy();
  }
}

/** Sends a POST request. Its body is JSON unless the headers contain another Content-Type. */
export function post(
  port: number,
  body: string | Buffer,
  headers: RawRequest['headers'] = [],
  target = '/',
): Promise<RawResponse> {
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const type = ['Content-Type', 'application/json'] as const;
  return send(port, { method: 'POST', target, body, headers: hasType ? headers : [type, ...headers] });
}

/** A client connection that sends exactly the given bytes. */
export class RawConnection {
  /** The received bytes as latin1. `response` removes each response that it returns. */
  received = '';
  isClosed = false;

  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
    });
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Waits for the next final response and returns it. Interim responses (1xx) are skipped. */
  async response(method = 'GET'): Promise<RawResponse> {
    for (;;) {
      const parsed = parseResponse(this.received, method, this.isClosed);
      if (parsed !== null) {
        this.received = this.received.slice(parsed.length);
        if (parsed.response.status >= 200) return parsed.response;
      } else if (this.isClosed) {
        throw new Error(`The connection was closed before the response was complete: ${JSON.stringify(this.received)}`);
      } else {
        await this.#change();
      }
    }
  }

  /** Waits until this text has been received. */
  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.isClosed)
        throw new Error(`Closed before receiving ${JSON.stringify(text)}. Received: ${JSON.stringify(this.received)}`);
      await this.#change();
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await this.#change();
  }

  /** Waits for data or for the end of the connection. An error of the connection is not thrown, because its end follows. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.socket.off('data', settle).off('close', settle);
        resolve();
      };
      this.socket.on('data', settle).on('close', settle);
    });
  }
}

export async function open(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return new RawConnection(socket);
}

/**
 * Opens a connection, and also returns the socket with which the server has accepted it. `send` sends bytes and waits
 * until they have arrived.
 */
export async function openAccepted(app: { readonly server: Server; readonly port: number }) {
  const accepted = once(app.server, 'connection') as Promise<[Socket]>;
  const connection = await open(app.port);
  const [socket] = await accepted;
  async function send(bytes: string | Buffer): Promise<void> {
    const expected = socket.bytesRead + bytes.length;
    connection.write(bytes);
    await until(() => socket.bytesRead >= expected);
  }
  return { connection, socket, send };
}

function parseResponse(
  text: string,
  method: string,
  isClosed: boolean,
): { response: RawResponse; length: number } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const rest = text.slice(end + 4);
  const content = contentOf(rest, headers, status, method, isClosed);
  if (content === null) return null;
  const body = Buffer.from(content.body, 'latin1').toString();
  return { response: { status, headers, body }, length: end + 4 + content.length };
}

function contentOf(
  rest: string,
  headers: Readonly<Record<string, string>>,
  status: number,
  method: string,
  isClosed: boolean,
): { body: string; length: number } | null {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { body: '', length: 0 };
  if (headers['transfer-encoding'] === 'chunked') return chunkedContent(rest);
  if (headers['content-length'] === undefined) return isClosed ? { body: rest, length: rest.length } : null;
  const length = Number(headers['content-length']);
  return rest.length < length ? null : { body: rest.slice(0, length), length };
}

function chunkedContent(rest: string): { body: string; length: number } | null {
  let body = '';
  let position = 0;
  for (;;) {
    const lineEnd = rest.indexOf('\r\n', position);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(rest.slice(position, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (rest.length < next) return null;
    body += rest.slice(lineEnd + 2, lineEnd + 2 + size);
    position = next;
    if (size === 0) return { body, length: position };
  }
}
