import { createHash } from 'node:crypto';
import type { Format } from '../http/negotiation';
import { developmentVersion } from '../settings';
import type { HomeView, Views } from '../views';
import type { Entry } from './entry';

/** The home page of one latest entry in one format: the same for everybody who sees it. */
interface SharedPage {
  readonly latest: Entry | null;
  readonly etag: string;
  body: Buffer | null;
}

/** The home page in both formats. What everybody sees is rendered once for each latest entry. */
export class HomePage {
  readonly #shared: Partial<Record<Format, SharedPage>> = {};
  readonly #build: string;

  constructor(
    private readonly views: Views,
    private readonly version: string,
  ) {
    // While somebody works on the page, each start may serve another one under the same version.
    this.#build = version === developmentVersion ? `${version} ${Date.now()}` : version;
  }

  /** What a browser may keep and ask about: computed without rendering. */
  etag(latest: Entry | null, format: Format): string {
    return this.#page(latest, format).etag;
  }

  /** The page without anything personal. */
  shared(latest: Entry | null, format: Format): Buffer {
    const page = this.#page(latest, format);
    page.body ??= this.render({ latest }, format);
    return page.body;
  }

  /** The page with what concerns one reader: their entry, or their form come back. */
  render(view: Partial<HomeView>, format: Format): Buffer {
    const { version } = this;
    const latest = view.latest ?? null;
    if (format === 'json') return Buffer.from(JSON.stringify({ message: 'Hello, World!', version, latest }));
    const blank = { values: { username: '', digits: '' }, attempt: '', errors: {}, saved: null, notice: null };
    return Buffer.from(this.views.home({ ...blank, ...view, version, latest }));
  }

  #page(latest: Entry | null, format: Format): SharedPage {
    const page = this.#shared[format];
    if (page !== undefined && page.latest === latest) return page;
    const name = JSON.stringify([this.#build, latest?.timestamp, latest?.username, format]);
    const hash = createHash('sha256').update(name).digest('base64url').slice(0, 22);
    const fresh = { latest, etag: `"${hash}"`, body: null };
    this.#shared[format] = fresh;
    return fresh;
  }
}
