/** Draws the README's pictures, at twice the size: the home page with one entry, and a profile with a picture. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { version } from '../../app/package.json';
import { startApp } from './http/app-server';
import { launchBrowser, openPage } from './http/browser';
import { chromium } from './jest/requirement';
import { MemoryProfiles } from './stores/memory-profiles';

const docs = path.join(__dirname, '../../docs');
const pictures = [
  ['light', '/', 'screenshot.png'],
  ['dark', '/', 'screenshot-dark.png'],
  ['light', '/profiles', 'screenshot-profile.png'],
] as const;

async function drawScreenshots(): Promise<void> {
  if (chromium.path === null) throw new Error(`${chromium.name} is missing. To install it: ${chromium.install}`);
  const profiles = new MemoryProfiles();
  const [home, withProfiles] = [
    await startApp({ settings: { version } }),
    await startApp({ settings: { version }, profiles }),
  ];
  const browser = await launchBrowser(chromium.path);
  try {
    await home.store.add({ username: 'Grace Hopper', digits: '00420117' });
    const profile = await addProfile(profiles, await drawMoth(browser));
    for (const [colorScheme, address, file] of pictures) {
      const { page } = await openPage(browser, {
        colorScheme,
        viewport: { width: 800, height: 600 },
        deviceScaleFactor: 2,
        locale: 'en-GB',
      });
      const isHome = address === '/';
      await page.goto(
        `http://localhost:${(isHome ? home : withProfiles).port}${isHome ? '' : `${address}/${profile}`}`,
      );
      await page.screenshot({ path: path.join(docs, file), fullPage: true, animations: 'disabled' });
    }
  } finally {
    await browser.close();
    await home.stop();
    await withProfiles.stop();
  }
}

/** Draws a small picture, which no page is, as a PNG. */
async function drawMoth(browser: Browser): Promise<Buffer> {
  const { page } = await openPage(browser, { viewport: { width: 640, height: 320 }, deviceScaleFactor: 2 });
  await page.setContent(await readFile(path.join(__dirname, 'http/moth.svg'), 'utf8'));
  return page.locator('svg').screenshot();
}

/** Adds a profile with a picture. @returns its id */
async function addProfile(profiles: MemoryProfiles, picture: Buffer): Promise<string> {
  const file = await profiles.receive('moth.png', chunksOf(picture), new AbortController().signal);
  const about = 'Wrote the first compiler, found the first bug, and keeps her digits in order.';
  const details = { name: 'Grace Hopper', email: 'grace@example.com', phone: null, about };
  return (await profiles.create(details, file)).profile.id;
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

drawScreenshots().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
