import { createHash } from 'node:crypto';
import type { Format } from '../../http/negotiation';
import type { Entry } from '../entry';
import type { EntryViews, HomeView } from './entry-views';

/** The home page for one latest entry in one format. It is the same for all clients. */
interface SharedPage {
  readonly latest: Entry | null;
  readonly etag: string;
  readonly body: Buffer;
}

/** The Cache-Control of the page that is the same for all clients. */
export const sharedCacheControl = 'private, no-cache';

/**
 * Renders the home page as HTML or JSON. The page that is the same for all clients is rendered once for each latest
 * entry.
 */
export class HomePage {
  readonly #shared: Partial<Record<Format, SharedPage>> = {};

  constructor(
    private readonly views: Pick<EntryViews, 'home'>,
    private readonly version: string,
  ) {}

  /**
   * Returns the ETag of the page that is the same for all clients. It is a hash of the bytes, because the same version
   * with other template variables may render another page.
   */
  etag(latest: Entry | null, format: Format): string {
    return this.#page(latest, format).etag;
  }

  /** Returns the page that is the same for all clients. */
  shared(latest: Entry | null, format: Format): Buffer {
    return this.#page(latest, format).body;
  }

  /** Renders the page for one client: with the saved entry, or with the redisplayed form. */
  render(view: Partial<HomeView>, format: Format): Buffer {
    const { version } = this;
    const latest = view.latest ?? null;
    if (format === 'json') return Buffer.from(JSON.stringify({ message: 'Hello, World!', version, latest }));
    const blank = { values: { username: '', digits: '' }, retryToken: '', errors: {}, saved: null, notice: null };
    return Buffer.from(this.views.home({ ...blank, ...view, version, latest }));
  }

  #page(latest: Entry | null, format: Format): SharedPage {
    const page = this.#shared[format];
    if (page !== undefined && page.latest === latest) return page;
    const body = this.render({ latest }, format);
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    const fresh = { latest, etag: `"${hash}"`, body };
    this.#shared[format] = fresh;
    return fresh;
  }
}
