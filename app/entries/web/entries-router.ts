import Router from '@koa/router';
import { readBody } from '../../http/body';
import type { Views } from '../../views';
import type { EntryRepository } from '../entry-repository';
import type { LatestEntry } from '../latest-entry';
import { createEntryViews } from './entry-views';
import type { EventStreams } from './event-streams';
import { addEntry } from './handlers/add-entry';
import { listEntries } from './handlers/list-entries';
import { showHome } from './handlers/show-home';
import { HomePage } from './home-page';

export interface EntriesRouterProps {
  readonly repository: EntryRepository;
  readonly latest: LatestEntry;
  readonly streams: EventStreams;
  readonly views: Views;
  readonly version: string;
  /** Whether cookies have the attribute Secure. */
  readonly behindTls: boolean;
}

/** The path of the form for a new entry. */
export const entryFormPath = /^\/$/;

/** The routes of the entries feature. */
export function createEntriesRouter(props: EntriesRouterProps): Router {
  const { repository, latest, streams, version, behindTls } = props;
  const views = createEntryViews(props.views);
  const handlerProps = { repository, latest, views, page: new HomePage(views, version), behindTls };
  return new Router({ strict: true, sensitive: true })
    .get('/', showHome(handlerProps))
    .post('/', readBody, addEntry(handlerProps))
    .get('/entries', listEntries(handlerProps))
    .get('/events', (ctx) => streams.open(ctx));
}
