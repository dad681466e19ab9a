/** The log of the clock, for example a pino logger. */
export interface EntryClockLog {
  warn(fields: object, message: string): void;
}

export interface EntryClockOptions {
  /**
   * The time in milliseconds since 1970, with fractions.
   * @default the system clock, with a fraction that makes it unlikely that two processes use the same microsecond
   */
  readonly now?: () => number;
  /** Receives a warning if a timestamp is ignored because it is too far ahead of the system clock. */
  readonly log?: EntryClockLog;
}

/**
 * How far a timestamp from the table may be ahead of the system clock, in milliseconds. A timestamp further ahead is
 * considered an error of another machine, and is ignored.
 */
const maxAheadMs = 5_000;

/**
 * Creates the timestamps of new entries, in microseconds. Each timestamp is later than the previous one and than every
 * timestamp seen in the table. Therefore a new entry is the latest even if another machine's clock is slightly ahead.
 */
export class EntryClock {
  readonly #now: () => number;
  readonly #log: EntryClockLog | undefined;
  /** The newest timestamp returned or observed, in microseconds since 1970. */
  #newest = 0;
  #newestIgnored = 0;
  #ignored = 0;

  constructor(options: EntryClockOptions = {}) {
    this.#now = options.now ?? (() => Date.now() + (performance.now() % 1));
    this.#log = options.log;
  }

  /**
   * Returns a later timestamp to try, because the given one is in use. All timestamps that `next` returns afterwards
   * are later than the returned one.
   */
  after(timestamp: string, microseconds: number): string {
    const later = formatMicroseconds((parseMicroseconds(timestamp) ?? 0) + microseconds);
    this.observe(later);
    return later;
  }

  /** Returns a 27-character timestamp that this process has not returned before. */
  next(): string {
    this.#newest = Math.max(Math.floor(this.#now() * 1_000), this.#newest + 1);
    return formatMicroseconds(this.#newest);
  }

  /**
   * Returns the current time for dating entries, in milliseconds since 1970. The time is never earlier than a timestamp
   * that was returned or observed. Therefore new entries do not seem to be from the future after the system clock was
   * set back.
   */
  now(): number {
    return Math.max(this.#now(), this.#newest / 1_000);
  }

  /**
   * Whether new entries can sort after an entry with this timestamp. This is false if the timestamp is invalid or too
   * far ahead of the system clock, because `observe` ignores such a timestamp.
   */
  canFollow(timestamp: string): boolean {
    const given = parseMicroseconds(timestamp) ?? Number.POSITIVE_INFINITY;
    return given <= this.#newest || given / 1_000 - this.#now() <= maxAheadMs;
  }

  /**
   * Makes all further timestamps later than the given one, which was read from the table. A timestamp that is too far
   * ahead of the system clock is ignored.
   */
  observe(timestamp: string): void {
    const seen = parseMicroseconds(timestamp);
    if (seen === undefined || seen <= this.#newest) return;
    // Compares with the system clock. If it compared with now(), each timestamp could permit one that is even further
    // ahead.
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
      'the timestamp of an entry is too far ahead of this clock, so new entries sort before that entry',
    );
  }
}

function formatMicroseconds(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = String(microseconds % 1_000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}

/**
 * Returns a timestamp in microseconds since 1970, rounded up, or undefined if the text is not a date and time. Missing
 * digits count as nines: other programs write shorter fractions, and "43.081Z" sorts after "43.081999Z".
 */
function parseMicroseconds(timestamp: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(timestamp);
  if (match === null) return undefined;
  const seconds = Date.parse(`${match[1]}Z`);
  if (Number.isNaN(seconds)) return undefined;
  return seconds * 1_000 + Number((match[2] ?? '').padEnd(6, '9'));
}
