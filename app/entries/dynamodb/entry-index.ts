import type { Entry, EntryKey } from '../entry';
import type { EntriesTable } from './entries-table';
import { createIndexKey, readItem } from './entry-item';
import { UnreadableItems, type UnreadableItemsProps } from './unreadable-items';

/**
 * The page size of the queries after the first one. They are needed only if the first page contains items that are not
 * entries.
 */
const sparsePageSize = 100;

/** Reads entries from the index of the table, in which they are sorted by time. */
export class EntryIndex {
  readonly #table: EntriesTable;
  readonly #unreadable: UnreadableItems;

  constructor(table: EntriesTable, props: UnreadableItemsProps) {
    this.#table = table;
    this.#unreadable = new UnreadableItems(props);
  }

  /**
   * Returns up to `limit` entries, newest first. Skips items that are not entries.
   * @param before the key before which the entries begin; if undefined, they begin with the newest one
   */
  async newest(limit: number, before: EntryKey | undefined, signal: AbortSignal): Promise<Entry[]> {
    const entries: Entry[] = [];
    let page = await this.#table.query(limit, before && createIndexKey(before), signal);
    for (;;) {
      entries.push(...page.items.flatMap((item) => this.#read(item)));
      if (entries.length >= limit || page.next === undefined) return entries.slice(0, limit);
      page = await this.#table.query(sparsePageSize, page.next, signal);
    }
  }

  /** Returns a list with the entry in an item. If the item is not an entry, counts the item and returns an empty list. */
  #read(item: Record<string, unknown>): Entry[] {
    const entry = readItem(item);
    if (entry !== null) return [entry];
    this.#unreadable.add(item);
    return [];
  }
}
