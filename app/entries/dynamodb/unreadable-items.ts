import { entriesTable } from '../../../contract';

const { partitionKey, sortKey } = entriesTable;

/** The log of items that are not entries, for example a pino logger. */
export interface UnreadableItemsLog {
  warn(fields: object, message: string): void;
}

export interface UnreadableItemsProps {
  /** @default no log */
  readonly log?: UnreadableItemsLog;
  /**
   * Counts each item that is not an entry.
   * @default no metrics
   */
  readonly metrics?: { unreadable(): void };
}

/**
 * The delay of the first log line, in milliseconds. It gives the query time to read all its items, so that the line
 * counts them.
 */
const delayMs = 1_000;

/**
 * The interval between log lines, in milliseconds. The same items are read again for every page, so one line per minute
 * is enough.
 */
const intervalMs = 60_000;

/** The maximum number of different items that one log line counts. */
const maxKeys = 1_000;

/** Counts items in the index that are not entries. Logs once a minute how many different items were read. */
export class UnreadableItems {
  readonly #props: UnreadableItemsProps;
  /**
   * The table keys of the items that were read since the last log line, by their JSON, so that an item that is read
   * twice counts once.
   */
  readonly #keys = new Map<string, object>();
  #timer: NodeJS.Timeout | null = null;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor(props: UnreadableItemsProps) {
    this.#props = props;
  }

  add(item: Record<string, unknown>): void {
    this.#props.metrics?.unreadable();
    const key = { username: item[partitionKey], timestamp: item[sortKey] };
    if (this.#keys.size < maxKeys) this.#keys.set(JSON.stringify(key), key);
    const waitMs = Math.max(delayMs, this.#loggedAt + intervalMs - performance.now());
    this.#timer ??= setTimeout(() => this.#report(), waitMs).unref();
  }

  #report(): void {
    const [key] = this.#keys.values();
    this.#props.log?.warn(
      { ...key, count: this.#keys.size },
      'some items of the index are not entries and are not shown; this is one of them',
    );
    this.#keys.clear();
    this.#timer = null;
    this.#loggedAt = performance.now();
  }
}
