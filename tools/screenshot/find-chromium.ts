import { executableFile, findOnPath } from '../shared/find-program';

/** How to install Chromium, as one line for messages. */
export const howToInstallChromium =
  'apt-get install chromium (Debian), brew install --cask chromium (macOS), or set CHROMIUM_PATH to the path of Chromium or Chrome';

/**
 * Finds Chromium: the path in CHROMIUM_PATH or, if that is not set, the first Chromium or Chrome on the PATH.
 * @returns the path; null if there is none
 */
export function findChromium(): string | null {
  if (process.env.CHROMIUM_PATH) return executableFile(process.env.CHROMIUM_PATH);
  // chromium-headless-shell comes first, because it needs half the CPU time for the same pages.
  return findOnPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}
