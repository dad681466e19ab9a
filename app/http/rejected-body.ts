import { finished, Readable } from 'node:stream';
import type { Context } from 'koa';

/** How long to drain a rejected body, in milliseconds, so that the client can read the error. */
export const lingerMs = 1_000;

/**
 * The maximum size of an unread body that is skipped, in bytes. If the body is larger, the connection is closed
 * instead.
 */
const skippableBytes = 16 * 1024;

/**
 * Responds to a rejected request, whether its body has been read or not. The caller must set the header fields first.
 */
export function sendRejection(ctx: Context, status: number, body: Buffer): void {
  ctx.status = status;
  if (!leavesTooMuchUnread(ctx, status)) {
    ctx.body = body;
    return;
  }
  ctx.set('Connection', 'close');
  ctx.body = Readable.from(sendThenDrain(ctx, body));
  ctx.length = body.length;
}

/** Whether closing the connection is cheaper than skipping the unread rest of the body. */
function leavesTooMuchUnread(ctx: Context, status: number): boolean {
  if (status === 413) return true;
  const { 'content-length': length, 'transfer-encoding': transferEncoding, expect } = ctx.req.headers;
  if (ctx.req.complete) return false;
  return (
    transferEncoding !== undefined ||
    (length !== undefined && (expect !== undefined || Number(length) > skippableBytes))
  );
}

/**
 * Sends the whole response body at once, but ends the response only after draining the request. When the response ends,
 * Node closes the socket. If unread bytes remain on the socket, closing it resets the connection, and the client may
 * lose the response.
 */
async function* sendThenDrain(ctx: Context, body: Buffer): AsyncGenerator<Buffer> {
  yield body;
  if (ctx.req.complete) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lingerMs);
    finished(ctx.req, { writable: false }, () => {
      clearTimeout(timer);
      resolve();
    });
    ctx.req.resume();
  });
}
