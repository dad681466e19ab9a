/** What the clock tells its log; pino's logger fits. */
export interface EntryClockLog {
  warn(fields: object, message: string): void;
}

export interface EntryClockOptions {
  /**
   * The time in milliseconds since 1970; fractions count.
   * @default the system's clock, with a fraction that keeps two processes from asking for the same microsecond
   */
  readonly now?: () => number;
  /** Told about each new timestamp that is too far ahead to follow. */
  readonly log?: EntryClockLog;
}

/** A timestamp this far ahead of our clock is taken for another machine's fault and not followed. */
const maxAheadMs = 5_000;

/**
 * Gives the timestamps of new entries: microseconds, each later than the one before and than every timestamp seen in
 * the table, so that a new entry is the latest even where another machine's clock runs a little ahead of ours.
 */
export class EntryClock {
  readonly #now: () => number;
  readonly #log: EntryClockLog | undefined;
  /** The newest timestamp given or seen, in microseconds since 1970. */
  #newest = 0;
  #newestIgnored = 0;
  #ignored = 0;

  constructor(options: EntryClockOptions = {}) {
    this.#now = options.now ?? (() => Date.now() + (performance.now() % 1));
    this.#log = options.log;
  }

  /** The timestamp that is this much later, which is tried next when the first is taken. Those of `next` are later still. */
  after(timestamp: string, microseconds: number): string {
    const later = formatMicroseconds((parseMicroseconds(timestamp) ?? 0) + microseconds);
    this.observe(later);
    return later;
  }

  /** A 27-character timestamp that this process has not given before. */
  next(): string {
    this.#newest = Math.max(Math.floor(this.#now() * 1_000), this.#newest + 1);
    return formatMicroseconds(this.#newest);
  }

  /**
   * The time by which entries are dated, in milliseconds since 1970. While the system clock is behind a timestamp that was
   * given or followed, it is that timestamp: after a step back a new entry is now, and not an hour ahead.
   */
  now(): number {
    return Math.max(this.#now(), this.#newest / 1_000);
  }

  /** Whether new entries sort after this timestamp, or will once it has been seen. */
  isWithinReach(timestamp: string): boolean {
    const given = parseMicroseconds(timestamp) ?? Number.POSITIVE_INFINITY;
    return given <= this.#newest || given / 1_000 - this.#now() <= maxAheadMs;
  }

  /** Takes note of a timestamp found in the table: the next one sorts after it, unless it lies too far ahead. */
  observe(timestamp: string): void {
    const seen = parseMicroseconds(timestamp);
    if (seen === undefined || seen <= this.#newest) return;
    // By the system clock and not by now(): otherwise timestamps could lead each other ever further ahead.
    const aheadMs = Math.round(seen / 1_000 - this.#now());
    if (aheadMs <= maxAheadMs) {
      this.#newest = seen;
      return;
    }
    if (seen <= this.#newestIgnored) return;
    this.#newestIgnored = seen;
    this.#ignored += 1;
    this.#log?.warn(
      { timestamp, aheadMs, ignored: this.#ignored },
      'An entry is dated too far ahead of this clock: new entries will not sort after it',
    );
  }
}

function formatMicroseconds(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = String(microseconds % 1_000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}

/**
 * The least microsecond whose 27 characters sort at or after the timestamp, or undefined where it is no date and time.
 * Other programs write shorter fractions: "43.081Z" sorts after "43.081999Z", so the missing digits count as nines.
 */
function parseMicroseconds(timestamp: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(timestamp);
  if (match === null) return undefined;
  const seconds = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(seconds)) return undefined;
  return seconds * 1_000 + Number((match[2] ?? '').padEnd(6, '9'));
}
