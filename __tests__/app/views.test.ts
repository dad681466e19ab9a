import type { Entry } from '../../app/entries/entry';
import { createEntryViews, type HomeView } from '../../app/entries/web/entry-views';
import { createViews } from '../../app/views';
import { inlineHashes } from '../support/http/inline-hashes';

const views = createViews();
const entryViews = createEntryViews(views);

const entry: Entry = { username: 'Grace', digits: '00420117', timestamp: '2026-11-21T07:42:43.081123Z' };
const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

function home(view: Partial<HomeView> = {}): string {
  const values = { username: '', digits: '' };
  return entryViews.home({
    version: '1.2.3',
    values,
    retryToken: '',
    errors: {},
    saved: null,
    latest: null,
    notice: null,
    ...view,
  });
}

function everyPage(text: string): string[] {
  const named = { ...entry, username: text };
  const values = { username: text, digits: text };
  return [
    home({
      version: text,
      values,
      errors: { username: text, digits: text },
      saved: named,
      latest: named,
      notice: text,
    }),
    entryViews.list({ entries: [named], nextHref: `/entries?before=${text}`, newestHref: null, limit: 20 }),
    views.error({ status: 404, title: text, detail: text }),
  ];
}

describe('Page', () => {
  test('contains the variables that all templates share, unless the page has its own variable with the same name', () => {
    const template = createViews({ variables: { notice: 'Feature X', version: 'none' } }).template('home.njk');
    const page = template({
      version: '1.2.3',
      values: { username: '', digits: '' },
      retryToken: '',
      errors: {},
      saved: null,
      latest: entry,
    });
    expect(page).toContain('Feature X');
    expect(page).toContain('Version 1.2.3');
  });

  test('escapes typed text', () => {
    const escaped = everyPage(hostile).map((page) => page.includes('<script>alert') || page.includes('<img src=x'));
    expect(escaped).toEqual([false, false, false]);
  });

  test('contains only scripts and the style whose hashes the Content-Security-Policy allows', () => {
    const { scriptHashes, styleHashes } = views.contentSecurityPolicy;
    for (const page of everyPage('Grace')) {
      expect(scriptHashes).toEqual(expect.arrayContaining(inlineHashes(page, 'script')));
      expect(inlineHashes(page, 'style')).toEqual(styleHashes);
    }
  });

  test('has no event handler or style attributes, which the Content-Security-Policy would block', () => {
    for (const page of everyPage('Grace')) expect(tags(page)).not.toMatch(/\s(on\w+|style)=/);
  });

  test('loads nothing from other hosts', () => {
    for (const page of everyPage('Grace')) expect(tags(page)).not.toMatch(/\s(src|href|action)="(https?:)?\/\//);
  });

  test('has a language and a title', () => {
    for (const page of everyPage('Grace')) expect(page).toMatch(/<html lang="en">.*<title>[^<]+<\/title>/s);
  });
});

describe('Home page', () => {
  test('is the only page that contains the script for updates of the latest entry', () => {
    const contents = everyPage('Grace').map((page) => page.includes('EventSource'));
    expect(contents).toEqual([true, false, false]);
  });

  test('shows that there are no entries if none has been stored', () => {
    expect(home()).toContain('No entries yet');
  });

  test('does not claim that there are no entries if they cannot be read', () => {
    expect(home({ notice: 'The table is not responding.' })).not.toContain('No entries yet');
  });

  test('shows the latest entry with its exact time and a human-readable time', () => {
    const page = home({ latest: entry });
    expect(page).toContain('>00420117<');
    expect(page).toContain('<bdi>Grace</bdi>');
    expect(page).toContain('<time datetime="2026-11-21T07:42:43.081123Z">21 Nov 2026, 07:42:43 UTC</time>');
  });

  test('shows the saved entry with the ARIA role status', () => {
    expect(home({ saved: entry })).toMatch(/role="status">Saved: .*00420117.*<bdi>Grace<\/bdi>/);
  });

  test('shows a notice with the ARIA role alert', () => {
    expect(home({ notice: 'Please try again.' })).toMatch(/role="alert">Please try again\.</);
  });

  test('shows the version', () => {
    expect(home()).toContain('Version 1.2.3');
  });

  test("disables the browser's form validation, which may reject values that the server accepts", () => {
    const page = home();
    expect(page).toMatch(/<form [^>]*novalidate/);
    expect(tags(page)).not.toContain('maxlength');
  });

  test('keeps the values of a rejected form', () => {
    const page = home({ values: { username: 'O"Neill & <b>', digits: '123' }, errors: { digits: 'Eight digits.' } });
    expect(field(page, 'username')).toContain('value="O&quot;Neill &amp; &lt;b&gt;"');
    expect(field(page, 'digits')).toContain('value="123"');
  });

  test('links each error to its field', () => {
    const page = home({ errors: { digits: 'Eight digits.' } });
    expect(page).toMatch(/id="digits-error">.*Eight digits\./);
    expect(field(page, 'digits')).toMatch(/aria-describedby="digits-hint digits-error" aria-invalid="true"/);
    expect(field(page, 'username')).not.toContain('aria-invalid');
  });

  test('lists all errors at the top, in a summary that has the focus', () => {
    const page = home({ errors: { username: 'A username.', digits: 'Eight digits.' } });
    expect(page).toMatch(/role="alert" tabindex="-1" autofocus>/);
    expect(page).toContain('<a href="#username">Username: A username.</a>');
    expect(page).toContain('<a href="#digits">Eight digits: Eight digits.</a>');
    expect(page).toContain('<title>Error: ');
  });

  test('shows an error that belongs to no field in the title, and in a message that has the focus', () => {
    const page = home({ notice: 'Try again.' });
    expect(page).toMatch(/tabindex="-1" autofocus role="alert">Try again\.</);
    expect(page).toContain('<title>Error: ');
  });
});

describe('Page of entries', () => {
  test('lists digits, username and time', () => {
    const page = entryViews.list({ entries: [entry], nextHref: null, newestHref: null, limit: 20 });
    expect(page).toMatch(/00420117.*<bdi>Grace<\/bdi>.*<time datetime="2026-11-21T07:42:43\.081123Z">/s);
  });

  test('links to older entries', () => {
    const page = entryViews.list({
      entries: [entry],
      nextHref: '/entries?limit=1&before=abc',
      newestHref: null,
      limit: 1,
    });
    expect(page).toContain('rel="next" href="/entries?limit=1&amp;before=abc"');
  });

  test('has no link to older entries on the last page', () => {
    expect(entryViews.list({ entries: [entry], nextHref: null, newestHref: null, limit: 20 })).not.toContain(
      'rel="next"',
    );
  });

  test('links to the newest entries from a page of older entries', () => {
    const page = entryViews.list({ entries: [entry], nextHref: null, newestHref: '/entries?limit=1', limit: 1 });
    expect(page).toContain('href="/entries?limit=1">Newest</a>');
  });

  test('shows that there are no entries', () => {
    expect(entryViews.list({ entries: [], nextHref: null, newestHref: null, limit: 20 })).toContain(
      'There are no entries yet.',
    );
  });
});

describe('Error page', () => {
  test('shows the status, the title and the detail of the error, and a link to the home page', () => {
    const page = views.error({ status: 404, title: 'Not Found', detail: 'There is nothing here.' });
    expect(page).toMatch(/404.*Not Found.*There is nothing here\..*href="\/">Home page/s);
  });

  test.each([
    ['/profiles', '/profiles', 'All profiles'],
    ['/profiles/1', '/profiles', 'All profiles'],
    ['/profiles?limit=0', '/profiles', 'All profiles'],
    ['/profilesx', '/', 'Home page'],
    ['/entries', '/entries', 'All entries'],
    ['/entries?limit=0', '/entries', 'All entries'],
    ['/', '/', 'Back to the form'],
    ['/?x=1', '/', 'Back to the form'],
    ['/nowhere', '/', 'Home page'],
    ['*', '/', 'Home page'],
  ])('for a request to %s, links to %s with the text "%s"', (target, href, label) => {
    const page = createViews({ hasProfiles: true }).error({ status: 404, title: 'Not Found', detail: 'No.', target });
    expect(page).toContain(`class="button" href="${href}">${label}</a>`);
  });

  test('does not link to profiles if the feature is off', () => {
    const page = views.error({ status: 404, title: 'Not Found', detail: 'No.', target: '/profiles' });
    expect(page).toContain('class="button" href="/">Home page</a>');
  });
});

/** Returns the page without its inline script and style, so that everything between `<` and `>` is a tag. */
function tags(page: string): string {
  return page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '');
}

function field(page: string, name: string): string {
  return new RegExp(`<input id="${name}"[^>]*>`).exec(page)?.[0] ?? '';
}
