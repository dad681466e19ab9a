import type { Entry, EntryKey, NewEntry } from '../../app/entries/entry';
import type { EntryPage, EntryRepository } from '../../app/entries/entry-repository';

/** A repository whose index reads can be held back, as DynamoDB's sometimes are; consistent reads are not. */
export class LaggingRepository implements EntryRepository {
  readonly #repository: EntryRepository;
  #frozen: { readonly latest: Entry | null } | null = null;

  constructor(repository: EntryRepository) {
    this.#repository = repository;
  }

  /** From now on the index shows nothing newer than it does at this moment. */
  async freeze(): Promise<void> {
    this.#frozen = { latest: await this.#repository.latest() };
  }

  /** The index has caught up. */
  thaw(): void {
    this.#frozen = null;
  }

  add(entry: NewEntry): Promise<Entry> {
    return this.#repository.add(entry);
  }

  find(key: EntryKey): Promise<Entry | null> {
    return this.#repository.find(key);
  }

  async latest(): Promise<Entry | null> {
    return this.#frozen === null ? this.#repository.latest() : this.#frozen.latest;
  }

  async list(limit: number, before?: EntryKey): Promise<EntryPage> {
    const page = await this.#repository.list(limit, before);
    if (this.#frozen === null) return page;
    const newest = this.#frozen.latest?.timestamp ?? '';
    return { ...page, entries: page.entries.filter((entry) => entry.timestamp <= newest) };
  }
}
