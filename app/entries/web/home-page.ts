import { createHash } from 'node:crypto';
import { type Format, mediaTypes } from '../../http/negotiation';
import type { HeaderFields } from '../../http/security-headers';
import type { Entry } from '../entry';
import type { EntryViews, HomeView } from './entry-views';

/** The home page for one latest entry in one format. It is the same for all clients. */
export interface SharedPage {
  readonly latest: Entry | null;
  readonly body: Buffer;
  /**
   * A hash of the body. The version of the app would not suffice, because the body also depends on the template
   * variables.
   */
  readonly etag: string;
  /** All header fields of the response, as a list of alternating names and values. */
  readonly fields: readonly string[];
}

/** The Cache-Control of the page that is the same for all clients. */
export const sharedCacheControl = 'private, no-cache';

/**
 * Renders the home page as HTML or JSON. The page that is the same for all clients is rendered once for each latest
 * entry.
 */
export class HomePage {
  readonly #shared: Partial<Record<Format, SharedPage>> = {};

  /** @param headers the header fields of every response */
  constructor(
    private readonly views: Pick<EntryViews, 'home'>,
    private readonly version: string,
    private readonly headers: HeaderFields,
  ) {}

  /** Returns the page that is the same for all clients. */
  shared(latest: Entry | null, format: Format): SharedPage {
    const known = this.#shared[format];
    if (known !== undefined && known.latest === latest) return known;
    const body = this.render({ latest }, format);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const fields = {
      ...this.headers,
      'Content-Type': mediaTypes[format],
      ETag: etag,
      'Cache-Control': sharedCacheControl,
      'Content-Length': String(body.length),
    };
    const page = { latest, body, etag, fields: Object.entries(fields).flat() };
    this.#shared[format] = page;
    return page;
  }

  /** Renders the page for one client: with the saved entry, or with the redisplayed form. */
  render(view: Partial<HomeView>, format: Format): Buffer {
    const { version } = this;
    const latest = view.latest ?? null;
    if (format === 'json') return Buffer.from(JSON.stringify({ message: 'Hello, World!', version, latest }));
    const blank = { values: { username: '', digits: '' }, retryToken: '', errors: {}, saved: null, notice: null };
    return Buffer.from(this.views.home({ ...blank, ...view, version, latest }));
  }
}
