import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A host name that is not localhost and that only this browser knows: Chromium trusts localhost with more. */
export const otherHost = 'app.example';

/** What this Chromium does without, so that a page costs a third of the processor's time. */
const disabledFeatures = [
  // The suggestions under the address bar, which nobody sees: two pages more, with a process, in every window.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // A process that is kept ready for the next site.
  'SpareRendererForSitePerProcess',
  // Chromium obeys the last such list alone, so these are Playwright's, as far as they are about pages or the network.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Starts a headless Chromium that talks to nobody but loopback. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Chromium's sandbox refuses to run as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-proxy-server',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${disabledFeatures.join()}`,
      `--host-resolver-rules=MAP ${otherHost} 127.0.0.1`,
    ],
  });
}

/** A page in a browser context of its own, which shares no cookie with another. */
export interface OpenPage {
  readonly page: Page;
  /** What went wrong in it so far: errors of the script, and what the Content-Security-Policy refused. */
  readonly problems: readonly string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  return { page, problems };
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The findings of axe-core in a page, one line each, by theme, and two properties that axe-core does not check. */
export interface PageCheck {
  readonly light: readonly string[];
  readonly dark: readonly string[];
  /** The width of the whole page, in pixels. */
  readonly width: number;
  /** The text of each link that looks like the text around it: not underlined, or in the colour of the page's text. */
  readonly plainLinks: readonly string[];
}

/** Checks all rules in the light theme, and in the dark one those that colours can break. */
export async function checkPage(page: Page): Promise<PageCheck> {
  await page.evaluate(axeSource);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findViolations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findViolations(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  return {
    light,
    dark,
    width: (await page.evaluate('document.documentElement.scrollWidth')) as number,
    plainLinks: (await page.evaluate(findPlainLinks)) as string[],
  };
}

const findPlainLinks = `
  [...document.querySelectorAll('a:not(.brand, .button)')].filter((link) => {
    const { color, textDecorationLine } = getComputedStyle(link);
    return textDecorationLine !== 'underline' || color === getComputedStyle(document.body).color;
  }).map((link) => link.textContent)
`;

async function findViolations(page: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as axe.AxeResults;
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
