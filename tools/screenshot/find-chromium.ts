import { executableFile, findOnPath } from '../shared/find-program';

/** How to install Chromium, in one line. */
export const howToInstallChromium =
  'apt-get install chromium (Debian), brew install --cask chromium (macOS), or set CHROMIUM_PATH to a Chromium or Chrome';

/**
 * Finds Chromium: the one that CHROMIUM_PATH names, or else the first on the PATH.
 * @returns its path; null if there is none
 */
export function findChromium(): string | null {
  if (process.env.CHROMIUM_PATH) return executableFile(process.env.CHROMIUM_PATH);
  // The headless shell uses half the CPU time for the same pages.
  return findOnPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}
