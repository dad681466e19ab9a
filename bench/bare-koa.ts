/**
 * The baseline for `views.ts`: bare Koa, without a store, routes and security headers. It renders the same template
 * from an entry in memory for every request, and listens on PORT.
 */
import Koa from 'koa';
import { createEntryViews } from '../app/entries/web/entry-views';
import { createViews } from '../app/views';

const views = createEntryViews(createViews());
const latest = { username: 'ada', digits: '00000001', timestamp: '2026-11-21T07:42:43.081123Z' };

const app = new Koa();
app.use((ctx) => {
  ctx.type = 'html';
  ctx.body = views.home({
    version: 'bare',
    values: { username: '', digits: '' },
    errors: {},
    saved: null,
    latest,
    retryToken: '',
    notice: null,
  });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
