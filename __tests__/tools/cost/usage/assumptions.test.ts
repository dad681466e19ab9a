import { createEntryViews } from '../../../../app/entries/web/entry-views';
import { createViews } from '../../../../app/views';
import { assumptions } from '../../../../tools/cost/usage/assumptions';

const views = createViews();
const page = createEntryViews(views).home({
  version: 'abc1234',
  values: { username: '', digits: '' },
  retryToken: '',
  errors: {},
  saved: null,
  latest: { id: '1', username: 'ada', digits: '12345678', timestamp: '2026-01-31T12:00:00.000Z' } as never,
  notice: null,
});

describe('Assumptions about the usage', () => {
  it('count two requests for each view: one for the page and one for its event stream', () => {
    const loaded = page.match(/<(?:link|img|script)[^>]+(?:href|src)="(?!data:)[^"]*"/g) ?? [];
    expect(loaded).toEqual([]);
    expect(assumptions.requestsPerView).toBe(2);
  });

  it('count, for each view, the bytes of the page and about 2 KB of header fields and events', () => {
    expect(Math.abs(assumptions.bytesPerView - 2_000 - Buffer.byteLength(page))).toBeLessThan(1_500);
  });
});
