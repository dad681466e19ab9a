import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A host name of the app other than localhost, because Chromium trusts localhost more than other names. Only this browser resolves it. */
export const otherHost = 'app.example';

/** Features of Chromium to disable. This reduces the CPU time of a page to a third. */
const disabledFeatures = [
  // The suggestions below the address bar. No test uses them, but they load two more pages in a separate process for every window.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // A spare process that is ready for the next site.
  'SpareRendererForSitePerProcess',
  // Features that Playwright disables too. They are repeated here, because Chromium reads only the last `--disable-features`. Features that
  // concern neither pages nor the network are omitted.
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

/** Starts a headless Chromium that connects only to loopback. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Chromium's sandbox does not work for the user root.
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

/** A page in its own browser context, so that it shares no cookies with other pages. */
export interface OpenPage {
  readonly page: Page;
  /** Errors that scripts of the page threw, and violations of the Content-Security-Policy. */
  readonly problems: readonly string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  return { page, problems };
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** The result of checking a page: axe-core's violations in each theme, and two properties that axe-core does not check. */
export interface PageCheck {
  readonly light: readonly string[];
  readonly dark: readonly string[];
  /** The width of the whole page, in pixels. */
  readonly width: number;
  /** The text of each link that is hard to recognize: it is not underlined, or it has the colour of normal text. */
  readonly plainLinks: readonly string[];
}

/** Checks a page with axe-core: with all rules in the light theme, and only with the rules for colours in the dark theme. */
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
