import { Problem } from '../../../../app/http/problem';
import type { FileRecord } from '../../../../app/profiles/files/file-metadata';
import type { Profile } from '../../../../app/profiles/profile';
import { createProfileViews } from '../../../../app/profiles/web/profile-views';
import { createViews } from '../../../../app/views';
import { inlineHashes } from '../../../support/http/inline-hashes';

const views = createViews({ hasProfiles: true });
const pages = createProfileViews(views);
const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
const id = '123e4567-e89b-42d3-a456-426614174000';

const profileOf = (text: string): Profile => ({
  id,
  createdAt: '2026-11-21T07:42:43.081123Z',
  name: text,
  email: text,
  phone: text,
  about: text,
  file: { id, name: text },
});

function recordOf(size: number, type: FileRecord['type'] = 'image/png'): FileRecord {
  return { fileId: id, key: `files/${id}`, size, type, sha256: '0'.repeat(64), createdAt: '2026-11-21T07:42:43.081Z' };
}

function everyPage(text: string): string[] {
  const profile = profileOf(text);
  const errors = ['name', 'email', 'phone', 'about', 'file'].map((field) => ({ field, message: text }));
  const form = { fields: { ...profile }, problem: new Problem(422, text, { errors }), hadFile: true };
  const notice = { ...form, problem: new Problem(503, text) };
  const shown = { profile, file: recordOf(1) };
  return [
    pages.list({
      profiles: [profile],
      query: { limit: 20, search: text },
      nextHref: `/profiles?q=${text}`,
      newestHref: null,
    }),
    pages.list({ profiles: [], query: { limit: 20, search: text }, nextHref: null, newestHref: null }),
    pages.form(form),
    pages.form(notice),
    pages.profile({ ...shown, saved: { link: `http://${text}/`, isNew: true } }),
    pages.managed({ ...form, id, token: text, shown }),
    pages.managed({ ...notice, id, token: text, shown: null }),
    pages.deletion({ id, token: text, notice: text }),
    pages.deletion({ id, token: text, notice: null }),
  ];
}

/** Returns the page without its inline script and style. */
function tags(page: string): string {
  return page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '');
}

describe('Pages of profiles', () => {
  test('escape all values', () => {
    for (const page of everyPage(hostile)) expect(page).not.toMatch(/<script>alert|<img src=x/);
  });

  test('have titles, but no event handler or style attributes, which the Content-Security-Policy would block', () => {
    for (const page of everyPage('Grace')) {
      expect(page).toMatch(/<title>[^<]+<\/title>/);
      expect(tags(page)).not.toMatch(/\s(on\w+|style)=/);
    }
  });

  test('contain only scripts whose hashes the Content-Security-Policy allows', () => {
    const { scriptHashes } = views.contentSecurityPolicy;
    for (const page of everyPage('Grace'))
      expect(scriptHashes).toEqual(expect.arrayContaining(inlineHashes(page, 'script')));
  });

  test('load nothing from other hosts', () => {
    for (const page of everyPage('Grace')) expect(tags(page)).not.toMatch(/\s(src|action)="(https?:)?\/\//);
  });

  test.each([
    [1, '1 byte'],
    [1_023, '1023 bytes'],
    [1_024, '1 KiB'],
    [86_002, '84 KiB'],
    [1_048_575, '1.0 MiB'],
    [10_485_760, '10.0 MiB'],
  ])('show the size of a file of %i bytes as %s', (size, text) => {
    const page = pages.profile({
      profile: profileOf('Grace'),
      file: recordOf(size, 'application/pdf'),
      saved: null,
    });
    expect(page).toContain(`PDF, ${text}<`);
  });

  test('display a file only if it is an image', () => {
    const images = (['image/webp', 'application/pdf', 'text/plain'] as const).map((type) =>
      pages
        .profile({ profile: profileOf('Grace'), file: recordOf(1, type), saved: null })
        .includes('<img class="picture"'),
    );
    expect(images).toEqual([true, false, false]);
  });

  test('link to a file that has no metadata', () => {
    expect(pages.profile({ profile: profileOf('me.png'), file: null, saved: null })).toContain('<bdi>me.png</bdi></a>');
  });

  test('preserve a line break at the start of the field `about`', () => {
    expect(pages.form({ fields: { about: '\nHello' }, problem: null, hadFile: false })).toContain(
      '>\n\nHello</textarea>',
    );
  });
});
