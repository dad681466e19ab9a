import type { Views } from '../../views';
import type { Entry } from '../entry';

/** The data of the home page, which shows the form and the latest entry. */
export interface HomeView {
  readonly version: string;
  /** The values of the fields: empty, or the typed text in a redisplayed form. */
  readonly values: { readonly username: string; readonly digits: string };
  /** The retry token of a redisplayed form, or ''. */
  readonly retryToken: string;
  /** The error message of each invalid field. */
  readonly errors: { readonly username?: string; readonly digits?: string };
  /** The entry that this client has just saved, or null. */
  readonly saved: Entry | null;
  /** The newest entry. It is null if there is no entry yet, or if the entry cannot be read, which `notice` reports. */
  readonly latest: Entry | null;
  /** The message about an error that does not belong to a field, or null. */
  readonly notice: string | null;
}

/** The data of a page of the list. */
export interface EntriesView {
  /** The entries, newest first. */
  readonly entries: readonly Entry[];
  /** The link to the page of older entries, or null on the last page. */
  readonly nextHref: string | null;
  /** The link to the newest entries, or null on the first page. */
  readonly newestHref: string | null;
  /** The page size, 1 to 100. */
  readonly limit: number;
}

/** The pages of entries as HTML. */
export interface EntryViews {
  home(view: HomeView): string;
  list(view: EntriesView): string;
}

/** Compiles the templates of the entries pages. */
export function createEntryViews(views: Pick<Views, 'template'>): EntryViews {
  return { home: views.template('home.njk'), list: views.template('entries.njk') };
}
