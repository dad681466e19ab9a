import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import { clientKey } from '../http/client-address';
import { ConcurrencyLimit } from '../http/concurrency-limit';
import { unavailable } from '../http/problem';
import type { Entry } from './entry';
import type { LatestEntry } from './latest-entry';

export interface EventStreamsOptions {
  /** Streams of the whole process. @default 500 */
  readonly maxStreams?: number;
  /** Streams of one client. @default 10 */
  readonly maxStreamsPerClient?: number;
  /**
   * How often the latest entry is asked for while streams are open. Its cache keeps that to one query a second.
   * @default 500, so that an entry is told within 1.5 s although the cache may be a second old
   */
  readonly pollMs?: number;
  /** How often a comment goes out, so that nothing between takes a stream for dead. @default 25_000 */
  readonly heartbeatMs?: number;
  /** Ends every stream and refuses new ones when it is aborted. */
  readonly stopping: AbortSignal;
}

/** A reader that is further behind than this is dropped; it comes back by itself. */
const maxBacklogBytes = 64 * 1024;

/** The open streams of server-sent events: each tells its reader of every new latest entry that it finds. */
export class EventStreams {
  readonly #streams = new Map<ServerResponse, { sent: Entry | null }>();
  readonly #latest: LatestEntry;
  readonly #limit: ConcurrencyLimit;
  readonly #options: Required<EventStreamsOptions>;
  #poll: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(latest: LatestEntry, options: EventStreamsOptions) {
    this.#latest = latest;
    this.#options = { maxStreams: 500, maxStreamsPerClient: 10, pollMs: 500, heartbeatMs: 25_000, ...options };
    this.#limit = new ConcurrencyLimit({
      total: this.#options.maxStreams,
      perClient: this.#options.maxStreamsPerClient,
      message: 'Too many event streams are open.',
      retryAfterSeconds: 30,
    });
    options.stopping.addEventListener('abort', () => this.#endAll());
  }

  /**
   * Answers `GET /events`, and `HEAD` with the header fields alone.
   * @throws Problem 503 when there are too many streams already, or the process is stopping
   */
  open(ctx: Context): void {
    if (this.#options.stopping.aborted) throw unavailable('The server is stopping.');
    if (ctx.method === 'GET') this.#admit(ctx);
    ctx.status = 200;
    ctx.type = 'text/event-stream';
    ctx.set('X-Accel-Buffering', 'no');
    if (ctx.method === 'HEAD') return;

    ctx.respond = false;
    ctx.res.flushHeaders();
    void this.#tellLatest();
  }

  #admit(ctx: Context): void {
    const release = this.#limit.acquire(clientKey(ctx));
    this.#streams.set(ctx.res, { sent: null });
    ctx.res.once('close', () => {
      release();
      this.#forget(ctx.res);
    });
    if (this.#streams.size > 1) return;
    this.#schedulePoll();
    this.#heartbeat = setInterval(() => this.#writeAll(':\n\n'), this.#options.heartbeatMs);
  }

  #forget(res: ServerResponse): void {
    this.#streams.delete(res);
    if (this.#streams.size > 0) return;
    clearTimeout(this.#poll);
    clearInterval(this.#heartbeat);
  }

  #schedulePoll(): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(async () => {
      await this.#tellLatest();
      if (this.#streams.size > 0) this.#schedulePoll();
    }, this.#options.pollMs);
  }

  /** Tells every stream that has not been told. While the table does not answer there is nothing to tell. */
  async #tellLatest(): Promise<void> {
    // A view may get an answer 1.5 s old; with the time until the next poll on top, an entry would be told after 2 s.
    const entry = await this.#latest.getFresh().catch(() => null);
    if (entry === null) return;
    const event = `id: ${entry.timestamp}\ndata: ${JSON.stringify(entry)}\n\n`;
    for (const [res, stream] of this.#streams) {
      if (stream.sent === entry) continue;
      stream.sent = entry;
      this.#write(res, event);
    }
  }

  #writeAll(text: string): void {
    for (const res of this.#streams.keys()) this.#write(res, text);
  }

  #write(res: ServerResponse, text: string): void {
    if (res.writableLength <= maxBacklogBytes) {
      res.write(text);
      return;
    }
    this.#forget(res);
    res.destroy();
  }

  #endAll(): void {
    for (const res of this.#streams.keys()) {
      this.#forget(res);
      res.end();
    }
  }
}
