import { type Browser, chromium } from 'playwright-core';
import { UserError } from '../shared/user-error';
import { findChromium, howToInstallChromium } from './find-chromium';

/**
 * Starts a headless Chromium, and closes it when `stop` is aborted.
 * @throws UserError if Chromium is missing
 */
export async function launchChromium(stop: AbortSignal): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new UserError(`Chromium is missing. To install it: ${howToInstallChromium}`);
  const browser = await chromium.launch({
    executablePath,
    // Chromium's sandbox does not work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    // Playwright's own handlers would end this process at once, before it has removed its temporary files.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  stop.addEventListener('abort', () => void browser.close());
  return browser;
}
