import type { Entry } from '../../../../app/entries/entry';
import { formatEntryCursor } from '../../../../app/entries/web/entry-cursor';
import { send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';

let app: TestApp;
beforeEach(async () => {
  app = await startApp();
});
afterEach(() => app.stop());

const before = { username: 'nobody', timestamp: '2026-11-21T07:42:43.081123Z' };

async function getList(query: string) {
  const { status, headers, body } = await send(app.port, {
    target: `/entries${query}`,
    headers: [['Accept', 'application/json']],
  });
  return {
    status,
    link: headers.link,
    ...(JSON.parse(body) as { entries: Entry[]; next: string | null; detail?: string }),
  };
}

async function addEntries(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await app.store.add({ username: 'zoe', digits: String(n).padStart(8, '0') });
}

describe('List of entries', () => {
  test('is empty before the first entry, and has no link to a next page', async () => {
    expect(await getList('')).toEqual({ status: 200, link: undefined, entries: [], next: null });
  });

  test('contains 20 entries per page by default, newest first', async () => {
    await addEntries(25);
    const { entries } = await getList('');
    expect(entries).toEqual(app.store.entries.slice(0, 20));
    expect((await getList('?limit=100')).entries).toHaveLength(25);
  });

  test('has no gaps or duplicates between pages while others post', async () => {
    await addEntries(5);
    const known = [...app.store.entries];
    const seen: Entry[] = [];
    let page = await getList('?limit=2');
    for (;;) {
      seen.push(...page.entries);
      await addEntries(1);
      if (page.link === undefined) break;
      const [, target = ''] = /^<(.*)>; rel="next"$/.exec(page.link) ?? [];
      expect(target).toBe(`/entries?limit=2&before=${page.next}`);
      page = await getList(target.replace('/entries', ''));
    }
    expect(page.next).toBeNull();
    expect(seen).toEqual(known);
  });

  test('accepts a cursor whose entry does not exist', async () => {
    expect((await getList(`?before=${formatEntryCursor(before)}`)).status).toBe(200);
  });

  test('links to the next page, in HTML and in the header field Link', async () => {
    await addEntries(2);
    const { body, headers } = await send(app.port, { target: '/entries?limit=1' });
    const next = app.store.entries[0] ? formatEntryCursor(app.store.entries[0]) : '';
    expect(body).toContain(`href="/entries?limit=1&amp;before=${next}"`);
    expect(headers.link).toBe(`</entries?limit=1&before=${next}>; rel="next"`);
  });

  test('contains a link to the newest entries in HTML, but only on a page of older entries', async () => {
    expect((await send(app.port, { target: '/entries?limit=5' })).body).not.toContain('Newest</a>');
    const { body } = await send(app.port, { target: `/entries?limit=5&before=${formatEntryCursor(before)}` });
    expect(body).toContain('href="/entries?limit=5">Newest</a>');
  });

  test.each(['1', '9', '99', '100', '%31'])('accepts limit=%s', async (limit) => {
    expect((await getList(`?limit=${limit}`)).status).toBe(200);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=999',
    'limit=1000',
    'limit=01',
    'limit=+1',
    'limit=-1',
    'limit=1.0',
    'limit=1e1',
    'limit=',
    'limit',
    'limit=1%0A',
    'limit=%zz',
    'limit=5&limit=5',
    'before=',
    'before',
    'before=nonsense',
    'before=%zz',
    `before=${formatEntryCursor(before)}&before=${formatEntryCursor(before)}`,
    `before=${formatEntryCursor(before)}%3D`,
  ])('returns 400 and the allowed values for ?%s', async (query) => {
    const { status, detail } = await getList(`?${query}`);
    expect(status).toBe(400);
    expect(detail).toMatch(/^The query parameter "(limit|before)" must be /);
    expect(app.store.calls.list).toBe(0);
  });

  test('returns 400 for a cursor with a username longer than DynamoDB allows', async () => {
    expect((await getList(`?before=${formatEntryCursor({ ...before, username: 'a'.repeat(2_049) })}`)).status).toBe(
      400,
    );
  });

  test('ignores unknown query parameters', async () => {
    expect((await getList('?limit[]=x&page=2&__proto__=1')).status).toBe(200);
  });
});
