import { get, type IncomingMessage } from 'node:http';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Browser, BrowserContextOptions, Locator, Page, Request } from 'playwright-core';
import { createEntryRepository } from '../../app/entries/dynamodb/dynamodb-entry-repository';
import type { EntryRepository } from '../../app/entries/entry-repository';
import { checkPage, launchBrowser, type OpenPage, openPage, otherHost, type PageCheck } from '../support/http/browser';
import { startApp, type TestApp } from '../support/http/test-app';
import { chromium, describeIf } from '../support/jest/requirement';
import { until } from '../support/jest/until';
import { createPatientClient, type DynamoDb, startDynalite } from '../support/stores/dynamodb';
import { createEntriesTable } from '../support/stores/dynamodb-tables';
import { unreachedMs } from '../support/stores/timeouts';

describeIf(chromium, 'In a browser:', (programPath) => {
  let browser: Browser;
  let dynamoDb: DynamoDb;
  let client: DynamoDBClient;
  let app: TestApp;
  /** Starts the app, connected to the table of the current test. */
  let start: (port?: number) => Promise<void>;
  /** Writes entries directly to the table, like another process of the app. */
  let entries: EntryRepository;
  let opened: OpenPage[];

  beforeAll(async () => {
    [browser, dynamoDb] = await Promise.all([launchBrowser(programPath), startDynalite()]);
    client = createPatientClient(dynamoDb.endpoint);
  });

  beforeEach(async () => {
    opened = [];
    const table = { client, tableName: await createEntriesTable(client), timeoutMs: unreachedMs };
    entries = createEntryRepository(table);
    start = async (port) => {
      app = await startApp({
        repository: createEntryRepository(table),
        latestTtlMs: 150,
        streams: { pollMs: 200 },
        ...(port !== undefined && { port }),
      });
    };
    await start();
  });

  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await app.stop();
    expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    client?.destroy();
    await dynamoDb?.stop();
  });

  const addressOf = (path: string, host = 'localhost') => `http://${host}:${app.port}${path}`;

  async function open(path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await openBlank(options);
    await page.goto(addressOf(path));
    return page;
  }

  async function openBlank(options?: BrowserContextOptions): Promise<Page> {
    const blank = await openPage(browser, options);
    opened.push(blank);
    return blank.page;
  }

  describe('Form', () => {
    test('stores an entry and shows it to its author', async () => {
      const page = await openBlank();
      await page.goto(addressOf('/', otherHost));
      expect(await latest(page)).toContain('No entries yet');
      await submit(page, 'Grace', '00420117');
      expect(await page.getByText('Saved:').textContent()).toBe('Saved: 00420117 by Grace');
      expect(await latest(page)).toMatch(/00420117\s+Grace/);
    });

    test('stores an entry and shows it even without JavaScript', async () => {
      const page = await open('/', { javaScriptEnabled: false });
      await submit(page, 'Grace', '00420117');
      expect(await page.getByText('Saved:').textContent()).toBe('Saved: 00420117 by Grace');
      expect(await latest(page)).toMatch(/00420117\s+Grace .* UTC/);
    });

    test('is accepted with the header Origin: null, which browsers send under the referrer policy no-referrer', async () => {
      const page = await openBlank();
      await page.route(addressOf('/'), async (route) => {
        if (route.request().method() !== 'GET') return route.fallback();
        const response = await route.fetch();
        return route.fulfill({ response, headers: { ...response.headers(), 'referrer-policy': 'no-referrer' } });
      });
      await page.goto(addressOf('/'));
      const posted = page.waitForRequest((request) => request.method() === 'POST');
      await submit(page, 'Grace', '00420117');
      expect((await (await posted).allHeaders()).origin).toBe('null');
      await page.getByText('Saved:').waitFor();
    });

    test('sends a retry token on every host: the token stays the same after errors, and changes when the page is loaded again', async () => {
      const page = await openBlank();
      const attempts: (string | undefined)[] = [];
      page.on('request', (request) => {
        const sent = new URLSearchParams(request.postData() ?? '').getAll('attempt');
        if (request.method() === 'POST') attempts.push(...sent);
      });
      for (const host of ['localhost', otherHost]) {
        await page.goto(addressOf('/', host));
        await submit(page, '', '00420117');
        await submit(page, 'Grace', '00420117');
        await page.getByText('Saved:').waitFor();
      }
      expect(attempts).toEqual(Array(4).fill(expect.stringMatching(/^[0-9a-f]{32}$/)));
      const [wrong, right, others] = [attempts[0], attempts[1], attempts.slice(2)];
      expect([wrong === right, others.includes(wrong)]).toEqual([true, false]);
      const counts = await page.evaluate(`(() => {
        const form = document.querySelector('form');
        const count = () => form.querySelectorAll('[name=attempt]').length;
        form.addEventListener('submit', (event) => event.preventDefault());
        form.requestSubmit();
        const submitted = count();
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        return [submitted, count()];
      })()`);
      expect(counts).toEqual([1, 0]);
    });

    test('is sent only once if the user clicks the button twice before the response arrives', async () => {
      const page = await open('/');
      let posts = 0;
      const clickedTwice = page.waitForEvent('console', (message) => message.text() === 'clicked twice');
      await page.route(addressOf('/'), async (route) => {
        if (route.request().method() === 'POST') {
          posts += 1;
          await clickedTwice;
        }
        return route.fallback();
      });
      await page.getByLabel('Username').fill('Grace');
      await page.getByLabel('Eight digits').fill('00420117');
      await page.evaluate(`{
        const save = document.querySelector('form button');
        save.click();
        setTimeout(() => {
          save.click();
          console.log('clicked twice');
        }, 100);
      }`);
      await page.getByText('Saved:').waitFor();
      expect(posts).toBe(1);
    });

    test('can be filled in and sent with the keyboard', async () => {
      const page = await open('/');
      await focusByTab(page, 'username');
      await page.keyboard.type('Grace');
      await page.keyboard.press('Tab');
      await page.keyboard.type('00420117');
      await page.keyboard.press('Enter');
      await page.getByText('Saved:').waitFor();
      expect(await latest(page)).toMatch(/00420117\s+Grace/);
    });

    test('is shown after errors with the entered values, a message at each invalid field and the focus on the error summary', async () => {
      const page = await open('/');
      await submit(page, '   ', '1234 567');
      expect(await page.locator('#digits').inputValue()).toBe('1234 567');
      for (const name of ['username', 'digits']) {
        const described = await page.locator(`#${name}`).getAttribute('aria-describedby');
        expect(described?.split(' ')).toContain(`${name}-error`);
        expect(await page.locator(`#${name}-error`).isVisible()).toBe(true);
      }
      expect(await page.locator(':focus').getAttribute('role')).toBe('alert');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#username:focus').waitFor();
    });

    test('has both inputs on one line, even after errors; on a small screen, both inputs are directly below the error summary', async () => {
      const page = await open('/', { viewport: { width: 768, height: 700 } });
      for (const [username, digits] of [
        ['', '00420117'],
        ['Grace', '1234'],
        ['', '1234'],
      ] as const) {
        await submit(page, username, digits);
        const [one, other] = await Promise.all(['username', 'digits'].map((id) => boxOf(page, `#${id}`)));
        expect([one?.y, one?.height]).toEqual([other?.y, other?.height]);
        expect(one?.x).toBeLessThan(other?.x ?? 0);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      await submit(page, 'W'.repeat(65), '1234');
      const [input, board] = [await boxOf(page, '#username'), await boxOf(page, '.board')];
      expect(input.y).toBeLessThan(420);
      expect(board.y).toBeGreaterThan(input.y);
    });

    test('has inputs with the same background colour as the surrounding card in the light theme', async () => {
      const page = await open('/', { colorScheme: 'light' });
      const [card, ...inputs] = (await page.evaluate(`
        ['.card', '#username', '#digits'].map((selector) =>
          getComputedStyle(document.querySelector(selector)).backgroundColor)
      `)) as string[];
      expect(inputs).toEqual([card, card]);
    });
  });

  describe('Latest entry', () => {
    test('is updated on an open page when another process stores an entry', async () => {
      const reader = await open('/');
      await entries.add({ username: 'Grace', digits: '00420117' });
      await onBoard(reader, '00420117').waitFor();
      await entries.add({ username: 'ليلى', digits: '20260101' });
      await onBoard(reader, '20260101').waitFor();
      expect(await reader.locator('#latest bdi').textContent()).toBe('ليلى');
    });

    test('shows HTML in a username as text and does not run it', async () => {
      const username = '<img src=x onerror=window.ran=1>';
      const reader = await open('/');
      const writer = await open('/');
      await submit(writer, username, '00420117');
      await onBoard(reader, '00420117').waitFor();
      for (const page of [reader, writer]) {
        expect(await page.locator('#latest bdi').textContent()).toBe(username);
        expect(await page.evaluate('window.ran')).toBeUndefined();
      }
    });

    test("shows the time in the user's time zone", async () => {
      const { timestamp } = await entries.add({ username: 'Grace', digits: '00420117' });
      const page = await open('/', { locale: 'en-GB', timezoneId: 'Asia/Kolkata' });
      const time = page.locator('#latest time');
      expect(await time.getAttribute('datetime')).toBe(timestamp);
      const shown = new Intl.DateTimeFormat('en-GB', {
        dateStyle: 'medium',
        timeStyle: 'medium',
        timeZone: 'Asia/Kolkata',
      });
      expect(await time.textContent()).toBe(shown.format(new Date(timestamp)));
    });

    test("shows the time in the writing direction of the user's language, also after an update", async () => {
      await entries.add({ username: 'Grace', digits: '00420117' });
      const page = await open('/', { locale: 'he-IL' });
      const directionAndLanguage = `(() => {
        const time = document.querySelector('#latest time');
        return [getComputedStyle(time).direction, time.lang.slice(0, 2)];
      })()`;
      expect(await page.evaluate(directionAndLanguage)).toEqual(['rtl', 'he']);
      await entries.add({ username: 'Grace', digits: '20260101' });
      await onBoard(page, '20260101').waitFor();
      expect(await page.evaluate(directionAndLanguage)).toEqual(['rtl', 'he']);
    });

    test('is never replaced by an older entry', async () => {
      const page = await openBlank();
      const events = ['2026-11-21T10:00:00.000001Z', '2026-11-21T10:00:00.000003Z', '2026-11-21T10:00:00.000002Z'].map(
        (timestamp) =>
          `data: ${JSON.stringify({ username: 'Grace', digits: `0000000${timestamp.at(-2)}`, timestamp })}\n\n`,
      );
      await page.route('**/events', (route) =>
        route.fulfill({ contentType: 'text/event-stream', body: events.join('') }),
      );
      await page.goto(addressOf('/'));
      await onBoard(page, '00000003').waitFor();
      await page.waitForTimeout(100);
      expect(await latest(page)).toContain('00000003');
    });

    test('is not updated while the page is hidden, and is updated when it is visible again', async () => {
      const page = await open('/');
      await setHidden(page, true);
      await entries.add({ username: 'Grace', digits: '00420117' });
      await page.waitForTimeout(600);
      expect(await latest(page)).toContain('No entries yet');
      await setHidden(page, false);
      await onBoard(page, '00420117').waitFor();
    });

    test('is not updated while the user pauses updates, and is updated when the user resumes them', async () => {
      const page = await open('/');
      await page.getByRole('button', { name: 'Pause' }).click();
      await setHidden(page, false);
      await entries.add({ username: 'Grace', digits: '00420117' });
      await page.waitForTimeout(600);
      expect(await latest(page)).toContain('No entries yet');
      await page.getByRole('button', { name: 'Resume' }).click();
      await onBoard(page, '00420117').waitFor();
    });

    test('is polled while the server rejects event streams, and is streamed as soon as the server accepts them again', async () => {
      const streams = await Promise.all(
        Array.from({ length: 10 }, () => openStream(addressOf('/events', '127.0.0.1'))),
      );
      const page = await openBlank();
      const requests = new Set<Request>();
      page.on('request', (request) => requests.add(request));
      page.on('requestfinished', (request) => requests.delete(request));
      page.on('requestfailed', (request) => requests.delete(request));
      await page.clock.install();
      const refused = page.waitForResponse((response) => response.status() === 503);
      await page.goto(addressOf('/', '127.0.0.1'));
      await refused;
      await entries.add({ username: 'Grace', digits: '00420117' });
      await passTime(page, requests, () => onBoard(page, '00420117').isVisible());

      let isStreamed = false;
      page.on('response', (response) => {
        isStreamed ||= response.url().endsWith('/events') && response.ok();
      });
      for (const stream of streams) stream.destroy();
      await passTime(page, requests, async () => isStreamed);
      await entries.add({ username: 'Ada', digits: '18151210' });
      await onBoard(page, '18151210').waitFor();
    });

    test('is updated on an open page even after the app has restarted', async () => {
      const page = await open('/');
      const { port } = app;
      await app.stop();
      await entries.add({ username: 'Grace', digits: '00420117' });
      await start(port);
      await onBoard(page, '00420117').waitFor();
    });

    test('is announced to screen readers at intervals of 15 seconds, not immediately', async () => {
      const page = await openBlank();
      const time = new Date('2026-11-30').getTime();
      await page.clock.install({ time });
      await page.clock.pauseAt(time + 3_600_000);
      await page.goto(addressOf('/'));
      await entries.add({ username: 'Grace', digits: '00420117' });
      await onBoard(page, '00420117').waitFor();
      await page.clock.fastForward(14_999);
      expect(await page.locator('#announcement').textContent()).toBe('');
      await page.clock.fastForward(1);
      expect(await page.locator('#announcement').textContent()).toBe('New entry: 00420117 by Grace');
    });
  });

  describe('List of entries', () => {
    test('has a link to older entries on every page except the last page', async () => {
      for (const digits of ['00000001', '00000002', '00000003']) await entries.add({ username: 'Grace', digits });
      const page = await open('/');
      await page.getByRole('link', { name: 'All entries' }).click();
      expect(await page.locator('.entries .digits').allTextContents()).toEqual(['00000003', '00000002', '00000001']);
      await page.goto(addressOf('/entries?limit=2'));
      await page.getByRole('link', { name: 'Older' }).click();
      await page.getByText('00000001').waitFor();
      expect(await page.locator('.entries .digits').allTextContents()).toEqual(['00000001']);
      expect(await page.getByRole('link', { name: 'Older' }).count()).toBe(0);
    });
  });

  describe('Each page', () => {
    const longest = 'W'.repeat(64);

    test('is accessible in both themes, and fits on a screen that is 320 pixels wide', async () => {
      const page = await open('/', { viewport: { width: 320, height: 640 } });
      const found: Record<string, PageCheck> = {};
      await check('home without entries');
      await submit(page, longest, '00420117');
      await check('home after a post');
      await submit(page, `${longest}W`, 'x');
      await check('home with errors');
      await page.goto(addressOf('/entries'));
      await check('entries');
      await page.goto(addressOf('/nowhere'));
      await check('error');
      const right: PageCheck = { light: [], dark: [], width: 320, plainLinks: [] };
      expect(found).toEqual({
        'home without entries': right,
        'home after a post': right,
        'home with errors': right,
        entries: right,
        error: right,
      });

      async function check(what: string): Promise<void> {
        found[what] = await checkPage(page);
      }
    });
  });
});

function onBoard(page: Page, digits: string): Locator {
  return page.locator('#latest').getByText(digits);
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not visible`);
  return box;
}

async function latest(page: Page): Promise<string> {
  return (await page.locator('#latest').textContent()) ?? '';
}

async function submit(page: Page, username: string, digits: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Eight digits').fill(digits);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^(Saved:|Not saved yet)/).waitFor();
}

async function focusByTab(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 10; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').getAttribute('id')) === id) return;
  }
  throw new Error(`${id} was not reached by Tab`);
}

/** Simulates hiding or showing the page, because a headless browser never hides a page. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
}

/**
 * Advances the clock of the page in steps of 30 seconds until `isDone` returns true.
 * @param requests the requests of the page that have not ended
 * @throws Error after 25 minutes of page time
 */
async function passTime(page: Page, requests: ReadonlySet<Request>, isDone: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 50; times += 1) {
    await page.clock.fastForward(30_000);
    await page.waitForTimeout(100);
    if ((await until(async () => ((await isDone()) ? 'done' : requests.size === 0 && 'idle'))) === 'done') return;
  }
  throw new Error('The condition was not true within 25 minutes of page time.');
}

/** Opens an event stream outside the browser. Resolves with the response as soon as its headers have arrived. */
function openStream(address: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(address, { agent: false }, (response) => resolve(response.on('error', () => undefined))).on('error', reject);
  });
}
