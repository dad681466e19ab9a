import { UserError } from '../../shared/user-error';
import { type PriceDocument, type PriceSource, readPrices } from './price-document';

/** A price in one region. */
export interface Price {
  readonly usd: number;
  readonly unit: string;
  readonly page: string;
  readonly freePerMonth: number;
}

/** The age in months after which prices cause a warning. */
const oldMonths = 6;

/** Returns a message that says that a region has no prices, and which command adds them. */
export function noPricesFor(region: string, { regions }: PriceDocument = readPrices()): string {
  return `There are no prices for the region "${region}", only for ${Object.keys(regions).join(', ')}. To add them from AWS's price files: npm run cost -- --refresh-prices ${region}`;
}

/** The prices of one region. */
export class PriceList {
  readonly source: PriceSource;
  readonly #freeTypes: ReadonlyMap<string, string>;

  /** Selects the prices of one region from the file. @throws UserError if the file has no prices for the region */
  constructor(
    readonly region: string,
    private readonly document: PriceDocument = readPrices(),
  ) {
    const source = document.regions[region];
    if (source === undefined) throw new UserError(`${noPricesFor(region, document)}.`);
    this.source = source;
    this.#freeTypes = new Map(document.free.flatMap(({ reason, types }) => types.map((type) => [type, reason])));
  }

  /** Returns the prices of a region; undefined if the file has no prices for the region. */
  static ifKnown(region: string): PriceList | undefined {
    const document = readPrices();
    return document.regions[region] === undefined ? undefined : new PriceList(region, document);
  }

  /** Returns the prices of another region from the same file; undefined if the file has none for that region. */
  in(region: string): PriceList | undefined {
    if (region === this.region) return this;
    return this.document.regions[region] === undefined ? undefined : new PriceList(region, this.document);
  }

  /**
   * Returns a price in the region.
   * @param id a name in `prices.json`, `instance:<type>` or `database:<class>`
   * @returns undefined if the file has no such price
   */
  find(id: string): Price | undefined {
    const [kind = '', type = ''] = id.split(':');
    const list = { instance: this.document.instances, database: this.document.databases }[kind];
    const entry = this.document.prices[id];
    const usd = list ? list.usd[this.region]?.[type] : entry?.usd[this.region];
    const described = list ?? entry;
    if (usd === undefined || described === undefined) return undefined;
    return { usd, unit: described.unit, page: described.page, freePerMonth: entry?.freePerMonth ?? 0 };
  }

  /** Returns why AWS charges nothing for resources of a type; undefined if AWS may charge for them. */
  freeReason(type: string): string | undefined {
    return this.#freeTypes.get(type);
  }

  /** Returns a warning if the prices are older than six months. */
  ageWarning(now: Date): string | undefined {
    const limit = new Date(`${this.source.date}T00:00:00Z`);
    limit.setUTCMonth(limit.getUTCMonth() + oldMonths);
    if (now <= limit) return undefined;
    return `The prices of ${this.region} are from ${this.source.date}, more than six months ago. To replace them: npm run cost -- --refresh-prices ${this.region}`;
  }
}
