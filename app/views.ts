import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FileSystemLoader, Environment as TemplateEnvironment } from 'nunjucks';
import { digitCount, digitsPattern } from '../contract';
import { digitWord } from './entries/digit-word';
import type { Entry } from './entries/entry';

/** What the page with the form and the latest entry shows. */
export interface HomeView {
  readonly version: string;
  /** What stands in the fields: what was typed, where a form comes back. */
  readonly values: { readonly username: string; readonly digits: string };
  /** What a form that comes back carries: its earlier retryToken, which sending it again repeats; or ''. */
  readonly retryToken: string;
  /** One sentence for each wrong field. */
  readonly errors: { readonly username?: string; readonly digits?: string };
  /** The entry that this reader has just made, or null. */
  readonly saved: Entry | null;
  /** The newest entry, or null: before the first one, or with a `notice` when it cannot be read. */
  readonly latest: Entry | null;
  /** Something that went wrong apart from the fields, in a sentence, or null. */
  readonly notice: string | null;
}

/** What a page of the list shows. */
export interface EntriesView {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Where the page of older entries is, or null on the last page. */
  readonly nextHref: string | null;
  /** Where the newest entries are, or null on their own page. */
  readonly newestHref: string | null;
  /** The most entries that one page holds, 1 to 100. */
  readonly limit: number;
}

/** What an error page says. */
export interface ErrorView {
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The request target: the page links the list or the form that it belongs to. @default none: the page links the home page */
  readonly target?: string;
}

/** The pages as HTML. */
export interface Views {
  home(view: HomeView): string;
  entries(view: EntriesView): string;
  error(view: ErrorView): string;
  /** Compiles another template of `views/`, which renders what it is given. */
  template(name: string): (view: object) => string;
  /** The sources that a Content-Security-Policy must allow (`'sha256-…'`), because style and script stand inline in every page. */
  readonly contentSecurityPolicy: {
    readonly scriptHashes: readonly string[];
    readonly styleHashes: readonly string[];
  };
}

export interface ViewsOptions {
  /** Whether pages lead to profiles. @default false */
  readonly hasProfiles?: boolean;
}

const folder = path.join(__dirname, 'views');

/**
 * Reads and compiles the templates, the style and the script, once.
 *
 * @throws where a file of `views/` is missing or a template is malformed: at start, not at the first request
 */
export function createViews({ hasProfiles = false }: ViewsOptions = {}): Views {
  const style = `:root { --digits: ${digitCount}; }\n${readText('page.css')}`;
  const script = readText('page.js');
  const environment = new TemplateEnvironment(new FileSystemLoader(folder), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  environment.addGlobal('style', style);
  environment.addGlobal('script', script);
  const title = `${digitWord.charAt(0).toUpperCase()}${digitWord.slice(1)} digits`;
  environment.addGlobal('digits', { title, pattern: digitsPattern });
  environment.addGlobal('icon', `data:image/svg+xml,${encodeURIComponent(readText('icon.svg'))}`);
  environment.addGlobal('hasProfiles', hasProfiles);
  environment.addFilter('utc', formatUtc);

  const load = (name: string) => environment.getTemplate(name, true);
  load('layout.njk');
  const [home, entries, error] = [load('home.njk'), load('entries.njk'), load('error.njk')];
  return {
    home: (view) => home.render(view),
    entries: (view) => entries.render(view),
    error: (view) => error.render({ ...view, wayBack: wayBackFrom(view.target, hasProfiles) }),
    template: (name) => {
      const template = load(name);
      return (view) => template.render(view);
    },
    contentSecurityPolicy: { scriptHashes: [sourceHash(script)], styleHashes: [sourceHash(style)] },
  };
}

/** The link on an error page: to the list or the form that the request was about. */
function wayBackFrom(target = '', hasProfiles: boolean): { readonly href: string; readonly label: string } {
  const [, firstSegment] = /^\/([^/?]*)/.exec(target) ?? [];
  if (firstSegment === 'profiles' && hasProfiles) return { href: '/profiles', label: 'All profiles' };
  if (firstSegment === 'entries') return { href: '/entries', label: 'All entries' };
  return { href: '/', label: firstSegment === '' ? 'Back to the form' : 'Home page' };
}

/** Browsers hash what they have parsed, and parsing turns CRLF, as a checkout on Windows may have it, into LF. */
function readText(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n');
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const utcFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** `21 Nov 2026, 07:42:43 UTC`: what a reader without JavaScript sees; with it, page.js shows local time. */
function formatUtc(timestamp: string): string {
  return `${utcFormat.format(new Date(timestamp))} UTC`;
}
