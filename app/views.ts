import { FileSystemLoader, Environment as TemplateEnvironment } from 'nunjucks';
import { digitsPattern } from '../contract';
import { digitWord } from './digit-word';
import { readPageAssets, type SourceHashes, viewsFolder } from './page-assets';

/** The data of an error page. */
export interface ErrorView {
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /**
   * The request target. It decides whether the error page links to the profiles, to the entries or to the form.
   * @default none: the page links to the home page
   */
  readonly target?: string;
}

/** Renders pages as HTML. */
export interface Views {
  error(view: ErrorView): string;
  /** Compiles a template in `views/`. The returned function renders the template with the data in its argument. */
  template(name: string): (view: object) => string;
  readonly contentSecurityPolicy: SourceHashes;
}

export interface ViewsOptions {
  /**
   * Whether pages link to profiles.
   * @default false
   */
  readonly hasProfiles?: boolean;
  /**
   * Variables for all templates, in addition to those of each page.
   * @default none
   */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Reads and compiles the templates, the style sheet and the scripts, once.
 * @throws Error at start, not at the first request, if a file of `views/` is missing or a template is malformed
 */
export function createViews({ hasProfiles = false, variables = {} }: ViewsOptions = {}): Views {
  const { style, scripts, icon, contentSecurityPolicy } = readPageAssets();
  const environment = new TemplateEnvironment(new FileSystemLoader(viewsFolder), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  for (const [name, value] of Object.entries(variables)) environment.addGlobal(name, value);
  environment.addGlobal('style', style);
  environment.addGlobal('scripts', scripts);
  const title = `${digitWord.charAt(0).toUpperCase()}${digitWord.slice(1)} digits`;
  environment.addGlobal('digits', { title, pattern: digitsPattern });
  environment.addGlobal('icon', icon);
  environment.addGlobal('hasProfiles', hasProfiles);
  environment.addFilter('utc', formatUtc);

  const load = (name: string) => environment.getTemplate(name, true);
  load('layout.njk');
  const error = load('error.njk');
  return {
    error: (view) => error.render({ ...view, backLink: backLinkOf(view.target, hasProfiles) }),
    template: (name) => {
      const template = load(name);
      return (view) => template.render(view);
    },
    contentSecurityPolicy,
  };
}

/** Returns the link on an error page. It leads to the list or the form that matches the request target. */
function backLinkOf(target = '', hasProfiles: boolean): { readonly href: string; readonly label: string } {
  const [, firstSegment] = /^\/([^/?]*)/.exec(target) ?? [];
  if (firstSegment === 'profiles' && hasProfiles) return { href: '/profiles', label: 'All profiles' };
  if (firstSegment === 'entries') return { href: '/entries', label: 'All entries' };
  return { href: '/', label: firstSegment === '' ? 'Back to the form' : 'Home page' };
}

const utcFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/**
 * Formats a time as `21 Nov 2026, 07:42:43 UTC`, for browsers without JavaScript. With JavaScript, local-time.js shows
 * local time.
 */
function formatUtc(timestamp: string): string {
  return `${utcFormat.format(new Date(timestamp))} UTC`;
}
