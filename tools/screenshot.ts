import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './screenshot/launch-chromium';
import { type LocalRunProps, startLocalRun } from './screenshot/started-run';
import { runCommand } from './shared/run-command';

new Command('npm run screenshot')
  .description('Takes the screenshots for the README: the home page with one entry, and a profile with a picture.')
  .parse();

const docs = path.join(__dirname, '../docs');
const look = { viewport: { width: 800, height: 600 }, deviceScaleFactor: 2, locale: 'en-GB' } as const;

async function drawScreenshots(stop: AbortSignal): Promise<void> {
  const browser = await launchChromium(stop);
  const data = mkdtempSync(path.join(tmpdir(), 'screenshot-'));
  try {
    await withApp({ environment: 'dev', data, stop }, async (address) => {
      await postEntry(address);
      await draw(browser, { address, file: 'screenshot.png', colorScheme: 'light' });
      await draw(browser, { address, file: 'screenshot-dark.png', colorScheme: 'dark' });
    });
    await withApp({ environment: 'prod', data, stop }, async (address) => {
      const id = await postProfile(address, await drawMoth(browser));
      await draw(browser, {
        address: `${address}/profiles/${id}`,
        file: 'screenshot-profile.png',
        colorScheme: 'light',
      });
    });
  } finally {
    await browser.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Runs `npm start` for an environment until `work` has ended. */
async function withApp(run: LocalRunProps, work: (address: string) => Promise<void>): Promise<void> {
  console.log(`Starting ${run.environment} on this machine ...`);
  const app = await startLocalRun(run);
  try {
    await work(app.address);
  } finally {
    await app.stop();
  }
}

interface Screenshot extends Pick<BrowserContextOptions, 'colorScheme'> {
  readonly address: string;
  /** The name of the picture in `docs/`. */
  readonly file: string;
}

async function draw(browser: Browser, { address, file, colorScheme }: Screenshot): Promise<void> {
  console.log(`Drawing docs/${file} ...`);
  const page = await browser.newPage({ ...look, colorScheme });
  await page.goto(address);
  await page.screenshot({ path: path.join(docs, file), fullPage: true, animations: 'disabled' });
}

/** Draws a small picture that stands out from the page. @returns the picture as a PNG */
async function drawMoth(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 640, height: 320 }, deviceScaleFactor: 2 });
  await page.setContent(await readFile(path.join(__dirname, 'screenshot/moth.svg'), 'utf8'));
  return page.locator('svg').screenshot();
}

async function postEntry(address: string): Promise<void> {
  await post(address, JSON.stringify({ username: 'Grace Hopper', digits: '00420117' }), {
    'content-type': 'application/json',
  });
}

/** Stores a profile. @returns the id of the profile */
async function postProfile(address: string, picture: Buffer): Promise<string> {
  const form = new FormData();
  form.set('name', 'Grace Hopper');
  form.set('email', 'grace@example.com');
  form.set('about', 'Wrote the first compiler, found the first bug, and keeps her digits in order.');
  form.set('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'moth.png');
  const response = await post(`${address}/profiles`, form);
  return ((await response.json()) as { id: string }).id;
}

async function post(url: string, body: string | FormData, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, { method: 'POST', body, headers: { accept: 'application/json', ...headers } });
  if (!response.ok) throw new Error(`POST ${url} returned ${response.status}: ${await response.text()}`);
  return response;
}

runCommand(drawScreenshots);
