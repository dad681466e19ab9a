import type { IncomingMessage } from 'node:http';
import { bodyTime } from '../../contract';

const { bytesPerSecond, graceSeconds } = bodyTime;

/** What every body has from the start, in milliseconds. */
export const graceMs = graceSeconds * 1_000;

/** The time that so many bytes earn, in milliseconds. */
export function earnedMs(bytes: number): number {
  return (bytes / bytesPerSecond) * 1_000;
}

/**
 * Gives a body so much time, and more as it comes. Node has one time for all requests: enough for a large file on a slow
 * line, it would let everybody hold a connection for minutes with a byte now and then. Here nobody has more time than
 * their bytes have earned, and how many bytes there may be is the routes' business.
 * @param givenMs what this one has from the start
 * @param cut called once, when the time is up
 */
export function limitBodyTime(req: IncomingMessage, givenMs: number, cut: () => void): void {
  if (!hasBody(req)) return;
  const startedAt = performance.now();
  const bytesBefore = req.socket.bytesRead;
  let timer = setTimeout(check, givenMs).unref();
  req.once('close', () => clearTimeout(timer));

  function check(): void {
    if (req.complete) return;
    const leftMs = startedAt + givenMs + earnedMs(req.socket.bytesRead - bytesBefore) - performance.now();
    if (leftMs <= 0) cut();
    else timer = setTimeout(check, leftMs).unref();
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
