import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { maxFileBytes } from '../../contract';
import { checkPage, launchBrowser, type OpenPage, openPage, otherHost } from '../support/http/browser';
import { picture, textOf } from '../support/http/multipart';
import { startApp, type TestApp } from '../support/http/test-app';
import { chromium, describeIf } from '../support/jest/requirement';
import { MemoryProfiles } from '../support/stores/memory-profiles';

describeIf(chromium, 'Profiles in a browser:', (programPath) => {
  let browser: Browser;
  let service: MemoryProfiles;
  let app: TestApp;
  let opened: OpenPage[];
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'profiles-pages-'));
    browser = await launchBrowser(programPath);
    service = new MemoryProfiles();
    app = await startApp({ profiles: service });
  });

  beforeEach(() => {
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
    service.profiles.length = 0;
  });

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(place: string, options: BrowserContextOptions = {}, host = otherHost): Promise<Page> {
    const blank = await openPage(browser, options);
    opened.push(blank);
    await blank.page.goto(`http://${host}:${app.port}${place}`);
    return blank.page;
  }

  test('a user uploads a picture, sees it, replaces it, and deletes the profile', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Profiles' }).click();
    await page.getByRole('link', { name: 'Add yours' }).click();
    await page.getByRole('link', { name: 'All profiles' }).click();
    await page.getByRole('link', { name: 'Add yours' }).click();
    await submit(page, { name: 'Ада Lovelace', file: picture });
    const address = page.url();
    expect(address).toMatch(/\/profiles\/[0-9a-f-]{36}$/);
    expect(await pictureWidth(page)).toBe(1600);
    const link = await page.locator('.done a').innerText();
    expect(await page.title()).toBe('Saved: Ада Lovelace · Eight digits');

    await page.reload();
    expect(await page.locator('.done').count()).toBe(0);
    expect(await page.title()).toBe('Ада Lovelace · Eight digits');
    await page.getByRole('link', { name: 'All profiles' }).click();
    await page.getByRole('link', { name: 'Ада Lovelace' }).click();
    expect(await page.content()).not.toContain('ada@example.com');

    await page.goto(link);
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.com');
    expect((await page.locator('form img').boundingBox())?.height).toBeLessThan(100);
    await page.getByLabel('File', { exact: true }).setInputFiles(asFile('notes.txt', Buffer.from('Notes')));
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Text, 5 bytes').waitFor();
    expect([page.url(), await page.locator('.picture').count()]).toEqual([address, 0]);

    await page.locator('.done a').click();
    await page.getByText('Delete this profile').click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByText('The profile and its file have been deleted.').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Profiles' }).waitFor();
    expect((await page.goto(link))?.status()).toBe(404);
  });

  test('a user adds, edits and deletes a profile without JavaScript', async () => {
    const page = await open('/profiles/new', { javaScriptEnabled: false });
    await submit(page, { name: 'Ada', file: picture });
    expect(await page.locator('#copy').isVisible()).toBe(false);
    await page.locator('.done a').click();
    await page.getByLabel('Remove this file').check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your link stays the same').waitFor();
    expect(await page.locator('figure').count()).toBe(0);
    await page.locator('.done a').click();
    await page.getByText('Delete this profile').click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByText('have been deleted').waitFor();
  });

  // Over plain HTTP, browsers offer the clipboard API only on localhost. On the other host, the page must copy in another way.
  test.each(['localhost', otherHost])(
    'a button copies the management link of a profile if the host is %s',
    async (host) => {
      const page = await open('/profiles/new', { permissions: ['clipboard-read', 'clipboard-write'] }, host);
      await submit(page, { name: 'Ada', file: picture });
      const link = await page.locator('.done a').innerText();
      await page.getByRole('button', { name: 'Copy the link' }).click();
      await page.locator('[role=status]').getByText('Copied').waitFor();
      await page.goto(`http://${host}:${app.port}/profiles`);
      await page.getByLabel('Search').press('ControlOrMeta+V');
      expect(await page.getByLabel('Search').inputValue()).toBe(link);
    },
  );

  test('a user adds and deletes a profile with only the keyboard', async () => {
    const page = await open('/profiles');
    // Listens for the file chooser before it opens: without a listener, the browser would open its own file dialog.
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, 'a[href="/profiles/new"]');
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    await tabTo(page, '#name');
    await page.keyboard.type('Ada');
    await tabTo(page, '#about');
    await page.keyboard.type('Hello');
    await tabTo(page, '#file');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(asFile('me.png', picture));
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');

    await page.getByText('Not saved yet').waitFor();
    expect(await page.locator(':focus').getAttribute('role')).toBe('alert');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#email:focus').waitFor();
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('You need this link').waitFor();

    await tabTo(page, '.done a');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save changes' }).waitFor();
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '.danger');
    await page.keyboard.press('Enter');
    await page.getByText('have been deleted').waitFor();
  });

  test('an invalid form is shown again with its values, an error at the field and a note about the unsaved file', async () => {
    const page = await open('/profiles/new');
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('About').fill('\nOne\n\nTwo <b>');
    await page.getByLabel('E-mail').fill('nowhere');
    await page.getByLabel('File').setInputFiles(asFile('me.png', picture));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('File: The file was not saved.').waitFor();
    expect(await page.getByLabel('About').inputValue()).toBe('\nOne\n\nTwo <b>');
    const described = await page.getByLabel('E-mail').getAttribute('aria-describedby');
    expect(described?.split(' ')).toEqual(['email-hint', 'email-error']);
    expect(await page.locator('#email-error').isVisible()).toBe(true);
  });

  test('the browser restores the entered values if the user goes back after the server rejected the form without reading it', async () => {
    const strict = await startApp({ profiles: service, settings: { postsPerMinute: 0 } });
    const page = await open('/profiles');
    await page.goto(`http://${otherHost}:${strict.port}/profiles/new`);
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('About').fill('One\nTwo');
    await page.getByLabel('File').setInputFiles(asFile('a.txt', textOf(100_000)));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('To return to what you typed, go back').waitFor();
    await page.goBack();
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada');
    expect(await page.getByLabel('About').inputValue()).toBe('One\nTwo');
    await strict.stop();
  });

  test.each([
    ['that is too large', textOf(maxFileBytes + 100_000), 'larger than 10 MiB'],
    ['of an unsupported type', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), 'unsupported type'],
  ])(
    'a file %s is reported at the file field, and the other fields keep their values',
    async (_title, bytes, message) => {
      const page = await open('/profiles/new');
      await page.getByLabel('Name').fill('Ada');
      const file = path.join(folder, 'a.txt');
      writeFileSync(file, bytes);
      await page.getByLabel('File').setInputFiles(file);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Not saved yet').waitFor();
      expect(await page.locator('#file-error').innerText()).toContain(message);
      expect(await page.getByLabel('Name').inputValue()).toBe('Ada');
    },
  );

  test('no Referer header contains the token of the management link', async () => {
    const { profile, token } = await addProfile(service, 'Ada');
    const page = await open('/');
    const referers: string[] = [];
    page.on('request', async (request) => referers.push((await request.allHeaders()).referer ?? ''));
    await page.goto(`http://${otherHost}:${app.port}/profiles/${profile.id}?manage=${token}`);
    await page.getByRole('link', { name: 'View public profile' }).click();
    await page.getByRole('heading', { name: 'Ada' }).waitFor();
    expect(referers).toContain(`http://${otherHost}:${app.port}/`);
    expect(referers.join()).not.toContain(token);
  });

  describe('Each page', () => {
    const found: Record<'light' | 'dark', string[]> = { light: [], dark: [] };
    const widths: number[] = [];
    const plainLinks: string[] = [];

    async function visit(page: Page, what: string): Promise<void> {
      const { light, dark, width, plainLinks: plain } = await checkPage(page);
      found.light.push(...light.map((violation) => `${what}: ${violation}`));
      found.dark.push(...dark.map((violation) => `${what}: ${violation}`));
      widths.push(width);
      plainLinks.push(...plain.map((link) => `${what}: ${link}`));
    }

    beforeAll(async () => {
      const { page } = await openPage(browser, { viewport: { width: 320, height: 640 } });
      const goTo = (place: string) => page.goto(`http://${otherHost}:${app.port}${place}`);
      await goTo('/profiles');
      await visit(page, 'an empty list');
      await goTo('/profiles/new');
      await page.getByLabel('File').setInputFiles(asFile('me.png', picture));
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Not saved yet').waitFor();
      await visit(page, 'a form with errors');
      await submit(page, { name: 'W'.repeat(64), file: picture });
      await visit(page, 'a profile with its link');
      await page.locator('.done a').click();
      await page.locator('summary').click();
      await visit(page, 'one with the token');
      await addProfile(service, 'ليلى');
      await goTo('/profiles?limit=1');
      await page.getByRole('link', { name: 'Older' }).click();
      await page.getByRole('link', { name: 'Newest' }).waitFor();
      await visit(page, 'a list');
    });

    test.each(['light', 'dark'] as const)('is accessible in the %s theme', (theme) => {
      expect(found[theme]).toEqual([]);
    });

    test('fits on a screen that is 320 pixels wide', () => {
      expect(widths).toEqual([320, 320, 320, 320, 320]);
    });

    test('has only links that users can distinguish from the surrounding text', () => {
      expect(plainLinks).toEqual([]);
    });
  });
});

async function submit(page: Page, { name, file }: { name: string; file: Buffer }): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('About').fill('Mathematician.\n\nAnd more.');
  await page.getByLabel('File').setInputFiles(asFile('me.png', file));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('You need this link').waitFor();
}

/**
 * Waits until the page has loaded.
 * @returns the original width of the profile's picture, in pixels
 */
async function pictureWidth(page: Page): Promise<unknown> {
  await page.waitForLoadState('load');
  return page.evaluate('document.querySelector(".picture").naturalWidth');
}

function asFile(name: string, buffer: Buffer) {
  return { name, mimeType: 'application/octet-stream', buffer };
}

function addProfile(service: MemoryProfiles, name: string) {
  return service.add({ name, email: 'ada@example.com', phone: null, about: null });
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`${selector} was not reached by Tab`);
}
