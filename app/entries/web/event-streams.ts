import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import { clientKey } from '../../http/client-address';
import { ConcurrencyLimit } from '../../http/limits/concurrency-limit';
import { unavailable } from '../../http/problem';
import type { Entry } from '../entry';
import type { LatestEntry } from '../latest-entry';

export interface EventStreamsOptions {
  /**
   * The maximum number of open streams in this process.
   * @default 500
   */
  readonly maxStreams?: number;
  /**
   * The maximum number of open streams per client.
   * @default 10
   */
  readonly maxStreamsPerClient?: number;
  /**
   * How often the latest entry is read from its cache while streams are open, in milliseconds. The cache limits the
   * queries to one per second.
   * @default 500: a new entry is then sent within 1.5 s, because the cache may be a second old
   */
  readonly pollMs?: number;
  /**
   * How often a comment is sent, in milliseconds, so that no proxy closes an idle stream.
   * @default 25_000
   */
  readonly heartbeatMs?: number;
  /** When this signal is aborted, all streams end and new ones are rejected. */
  readonly stopping: AbortSignal;
}

/** The maximum backlog of a stream, in bytes. A client that exceeds it is disconnected, and its browser reconnects. */
const maxBacklogBytes = 64 * 1024;

/** The open streams of server-sent events. Every stream sends each new latest entry. */
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
      message: 'Too many event streams are open. Close some of them, or try again later.',
      retryAfterSeconds: 30,
    });
    options.stopping.addEventListener('abort', () => this.#endAll());
  }

  /**
   * Responds to `GET /events`, and to `HEAD` with only the header fields.
   * @throws Problem 503 if too many streams are open, or if the process is stopping
   */
  open(ctx: Context): void {
    if (this.#options.stopping.aborted) throw unavailable('The server is stopping. Please try again in a moment.');
    if (ctx.method === 'GET') this.#register(ctx);
    ctx.status = 200;
    ctx.type = 'text/event-stream';
    ctx.set('X-Accel-Buffering', 'no');
    if (ctx.method === 'HEAD') return;

    ctx.respond = false;
    ctx.res.flushHeaders();
    void this.#sendLatest();
  }

  #register(ctx: Context): void {
    const release = this.#limit.acquire(clientKey(ctx));
    this.#streams.set(ctx.res, { sent: null });
    ctx.res.once('close', () => {
      release();
      this.#remove(ctx.res);
    });
    if (this.#streams.size > 1) return;
    this.#schedulePoll();
    this.#heartbeat = setInterval(() => this.#writeAll(':\n\n'), this.#options.heartbeatMs);
  }

  #remove(res: ServerResponse): void {
    this.#streams.delete(res);
    if (this.#streams.size > 0) return;
    clearTimeout(this.#poll);
    clearInterval(this.#heartbeat);
  }

  #schedulePoll(): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(async () => {
      await this.#sendLatest();
      if (this.#streams.size > 0) this.#schedulePoll();
    }, this.#options.pollMs);
  }

  /** Sends the latest entry on every stream that has not sent it yet. Does nothing while the table does not respond. */
  async #sendLatest(): Promise<void> {
    // Does not use get(), whose result may be 1.5 s old: with the poll interval, it could take 2 s until a new entry is
    // sent.
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
    this.#remove(res);
    res.destroy();
  }

  #endAll(): void {
    for (const res of this.#streams.keys()) {
      this.#remove(res);
      res.end();
    }
  }
}
