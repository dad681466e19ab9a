import type { IncomingMessage } from 'node:http';
import { bodyTime } from '../../../contract';

const { bytesPerSecond, graceSeconds } = bodyTime;

/** The grace period of every request body, in milliseconds. Received bytes extend the deadline. */
export const graceMs = graceSeconds * 1_000;

/** Returns the time by which received bytes extend the deadline, in milliseconds. */
export function extensionMs(bytes: number): number {
  return (bytes / bytesPerSecond) * 1_000;
}

/**
 * Enforces the deadline of a request body: a grace period, which each received byte extends. Node's own timeout is the
 * same for all requests. If it were long enough for a large file on a slow line, clients that send single bytes could
 * occupy connections for minutes. The routes limit the size of a body.
 * @param givenMs the grace period in milliseconds
 * @param onTimeout called once, when the deadline has passed
 */
export function enforceBodyDeadline(req: IncomingMessage, givenMs: number, onTimeout: () => void): void {
  if (!hasBody(req)) return;
  const startedAt = performance.now();
  const bytesBefore = req.socket.bytesRead;
  let timer = setTimeout(check, givenMs).unref();
  req.once('close', () => clearTimeout(timer));

  function check(): void {
    if (req.complete) return;
    const leftMs = startedAt + givenMs + extensionMs(req.socket.bytesRead - bytesBefore) - performance.now();
    if (leftMs <= 0) onTimeout();
    else timer = setTimeout(check, leftMs).unref();
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
