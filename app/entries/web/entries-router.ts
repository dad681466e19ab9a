import Router from '@koa/router';
import { readBody } from '../../http/body';
import type { EventStreams } from './event-streams';
import type { EntryHandlerProps } from './handler-props';
import { addEntry } from './handlers/add-entry';
import { listEntries } from './handlers/list-entries';
import { showHome } from './handlers/show-home';

export interface EntriesRouterProps extends EntryHandlerProps {
  readonly streams: EventStreams;
}

/** The path of the form for a new entry. */
export const entryFormPath = /^\/$/;

/** Creates the routes of the entries feature. */
export function createEntriesRouter(props: EntriesRouterProps): Router {
  const { streams } = props;
  return new Router({ strict: true, sensitive: true })
    .get('/', showHome(props))
    .post('/', readBody, addEntry(props))
    .get('/entries', listEntries(props))
    .get('/events', (ctx) => streams.open(ctx));
}
