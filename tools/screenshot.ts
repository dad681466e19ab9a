/**
 * Draws docs/screenshot.png and docs/screenshot-dark.png from a running app, at twice the size:
 *
 *     npm start
 *     npx tsx tools/screenshot.ts http://localhost:5000
 */
import path from 'node:path';
import { chromium } from 'playwright-core';

const docs = path.join(__dirname, '..', 'docs');

async function main(address: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-gpu', '--no-proxy-server', '--disable-background-networking'],
  });
  try {
    for (const [colorScheme, file] of [
      ['light', 'screenshot.png'],
      ['dark', 'screenshot-dark.png'],
    ] as const) {
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: 800, height: 600 },
        deviceScaleFactor: 2,
        locale: 'en-GB',
      });
      await page.goto(address);
      await page.screenshot({ path: path.join(docs, file), fullPage: true, animations: 'disabled' });
    }
  } finally {
    await browser.close();
  }
}

main(process.argv[2] ?? 'http://localhost:5000').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
