import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../../shared/user-error';
import { isLoopback } from './loopback-host';
import { TemporaryFailure } from './temporary-failure';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** A response whose body has been read completely. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface ExchangeOptions {
  readonly stop: AbortSignal;
  /**
   * The idle timeout, in milliseconds: the request fails if no byte is sent or received for this time. The total
   * duration of a request is not limited.
   * @default 30,000
   */
  readonly idleMs?: number;
}

const redirects = [301, 302, 303, 307, 308];
const maxRedirects = 5;

/**
 * Sends a request, and reads the whole response. Does not use `fetch`, which cannot distinguish a slow upload from a
 * stalled one. Follows redirects of GET and HEAD requests. Sends the header `Authorization` only to the origin of the
 * first URL.
 * @throws TemporaryFailure if the connection fails, breaks, or is idle for too long
 * @throws UserError for a plain HTTP URL of another machine
 */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpResponse> {
  let { url, headers } = request;
  for (let count = 0; count <= maxRedirects; count += 1) {
    const response = await exchangeOnce({ ...request, url, headers }, options);
    const { location } = response.headers;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || !redirects.includes(response.status) || location === undefined) return response;
    const next = new URL(location, url);
    if (next.origin !== url.origin) headers = withoutAuthorization(headers);
    url = next;
  }
  throw new UserError(`${request.url.host} redirected ${maxRedirects + 1} times. This is probably a redirect loop.`);
}

async function exchangeOnce(
  { method, url, headers, body }: HttpRequest,
  options: ExchangeOptions,
): Promise<HttpResponse> {
  const { stop, idleMs = 30_000 } = options;
  const isPlain = url.protocol === 'http:' && isLoopback(url.host);
  if (url.protocol !== 'https:' && !isPlain) {
    throw new UserError(`${url.origin} does not use https. Plain http is allowed only for this machine (loopback).`);
  }
  try {
    return await new Promise((resolve, reject) => {
      const request = (isPlain ? http : https).request(url, { method, headers, signal: stop, timeout: idleMs });
      request.on('timeout', () => request.destroy(new Error(`no byte was sent or received for ${idleMs / 1_000} s`)));
      request.on('error', reject);
      request.on('response', (response) => {
        const { statusCode: status = 0 } = response;
        buffer(response).then((content) => resolve({ status, headers: response.headers, body: content }), reject);
      });
      request.end(body);
    });
  } catch (error) {
    stop.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TemporaryFailure(
      `${url.host} is not responding (${code ?? message}). Check the network and run the command again.`,
    );
  }
}

function withoutAuthorization(headers: HttpRequest['headers'] = {}): HttpRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}
