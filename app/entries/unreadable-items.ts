import { entriesTable } from '../../contract';

const { partitionKey, sortKey } = entriesTable;

/** What reports items that are not entries; pino's logger fits. */
export interface UnreadableItemsLog {
  warn(fields: object, message: string): void;
}

export interface UnreadableItemsProps {
  /** @default no log */
  readonly log?: UnreadableItemsLog;
  /** Counts each one. @default no metrics */
  readonly metrics?: { unreadable(): void };
}

/** The same item is read again with every page, so a line a minute is enough. */
const intervalMs = 60_000;

/** Counts items in the index that are not entries, and logs one of them each minute. */
export class UnreadableItems {
  readonly #props: UnreadableItemsProps;
  #count = 0;
  #loggedAt = Number.NEGATIVE_INFINITY;

  constructor(props: UnreadableItemsProps) {
    this.#props = props;
  }

  add(item: Record<string, unknown>): void {
    this.#count += 1;
    this.#props.metrics?.unreadable();
    const now = performance.now();
    if (now - this.#loggedAt < intervalMs) return;
    this.#loggedAt = now;
    this.#props.log?.warn(
      { username: item[partitionKey], timestamp: item[sortKey], count: this.#count },
      'an item of the index is not an entry and is not shown',
    );
    this.#count = 0;
  }
}
