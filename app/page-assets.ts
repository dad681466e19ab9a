import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { digitCount } from '../contract';

/**
 * The hashes that the Content-Security-Policy must allow (`'sha256-…'`), because every page contains the style and its
 * scripts inline.
 */
export interface SourceHashes {
  readonly scriptHashes: readonly string[];
  readonly styleHashes: readonly string[];
}

/** The style, the scripts and the icon, which pages contain inline. */
export interface PageAssets {
  readonly style: string;
  /** Each script is an inline module. Pages also work without scripts. */
  readonly scripts: Readonly<Record<'form' | 'localTime' | 'latestEntry' | 'managementLink', string>>;
  /** The icon as a data URL. */
  readonly icon: string;
  readonly contentSecurityPolicy: SourceHashes;
}

/** The folder of the templates, the style, the scripts and the icon. */
export const viewsFolder = path.join(__dirname, 'views');

/** Reads the style, the scripts and the icon in `views/`. @throws Error if a file is missing */
export function readPageAssets(): PageAssets {
  const style = `:root { --digits: ${digitCount}; }\n${readText('page.css')}`;
  const scripts = {
    form: readText('form.js'),
    localTime: readText('local-time.js'),
    latestEntry: readText('latest-entry.js'),
    managementLink: readText('management-link.js'),
  };
  return {
    style,
    scripts,
    icon: `data:image/svg+xml,${encodeURIComponent(readText('icon.svg'))}`,
    contentSecurityPolicy: {
      scriptHashes: Object.values(scripts).map(sourceHash),
      styleHashes: [sourceHash(style)],
    },
  };
}

/**
 * Reads a text file with LF line breaks, even from a checkout with CRLF. Browsers convert CRLF to LF before they
 * compute the hash of a script or a style.
 */
function readText(file: string): string {
  return readFileSync(path.join(viewsFolder, file), 'utf8').replaceAll('\r\n', '\n');
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
