/** Draws docs/screenshot.png and docs/screenshot-dark.png, at twice the size, of an app with one entry. */
import path from 'node:path';
import { version } from '../../app/package.json';
import { startApp } from './app-server';
import { launchBrowser, openPage } from './browser';
import { chromium } from './requirement';

const docs = path.join(__dirname, '../../docs');
const schemes = [
  ['light', 'screenshot.png'],
  ['dark', 'screenshot-dark.png'],
] as const;

async function drawScreenshots(): Promise<void> {
  if (chromium.path === null) throw new Error(`${chromium.name} is missing. To install it: ${chromium.install}`);
  const app = await startApp({ settings: { version } });
  const browser = await launchBrowser(chromium.path);
  try {
    await app.store.add({ username: 'Grace Hopper', digits: '00420117' });
    for (const [colorScheme, file] of schemes) {
      const { page } = await openPage(browser, {
        colorScheme,
        viewport: { width: 800, height: 600 },
        deviceScaleFactor: 2,
        locale: 'en-GB',
      });
      await page.goto(`http://localhost:${app.port}`);
      await page.screenshot({ path: path.join(docs, file), fullPage: true, animations: 'disabled' });
    }
  } finally {
    await browser.close();
    await app.stop();
  }
}

drawScreenshots().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
