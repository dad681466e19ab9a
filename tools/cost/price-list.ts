import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../shared/user-error';

/** The path of the file with all prices, which `npm run cost -- --refresh-prices` writes. */
export const pricesFile = path.join(__dirname, 'prices.json');

/** A price in `prices.json`, and how to find it in AWS's price files. */
export interface PriceEntry {
  /** AWS's code for the service, such as `AmazonECS`. It is a part of the price file's URL. */
  readonly service: string;
  /** AWS's usage type, such as `Fargate-GB-Hours`, without the prefix of the region. */
  readonly usageType: string;
  /** The values that the price's row must have in other columns. @default undefined: the usage type identifies the row */
  readonly match?: Readonly<Record<string, string>>;
  /**
   * The price file of AWS that contains the price. `regional`: the file of the region. `edge`: the file of all edge
   * locations of CloudFront. `global`: the only file of a service without regions.
   * @default 'regional'
   */
  readonly file?: 'regional' | 'edge' | 'global';
  /** The unit of the price, such as `GB month`. */
  readonly unit: string;
  /** How many of AWS's units are one `unit`: 1,000,000 if AWS's price is for one request and `unit` is a million requests. @default 1 */
  readonly per?: number;
  /** The quantity that is free, in units per month and account. @default 0 */
  readonly freePerMonth?: number;
  /** The URL of AWS's page about the price. */
  readonly page: string;
  /** The price in US dollars, by region. */
  readonly usd: Readonly<Record<string, number>>;
  /** For each region, the key in `sources` under which the origin of the price is described. */
  readonly source: Readonly<Record<string, string>>;
}

/** The prices of instance types in US dollars per hour, by region and type. */
export interface InstancePrices extends Omit<PriceEntry, 'usd' | 'per' | 'freePerMonth' | 'file'> {
  readonly usd: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Where the prices of a region come from. */
export interface PriceSource {
  /** The day on which the prices were valid, such as `2026-12-31`. */
  readonly date: string;
  readonly source: string;
}

export interface PriceDocument {
  readonly about: string;
  /** Descriptions of where prices come from, by key. */
  readonly sources: Readonly<Record<string, string>>;
  readonly regions: Readonly<Record<string, PriceSource>>;
  readonly prices: Readonly<Record<string, PriceEntry>>;
  /** The prices of EC2 instances: Linux, on demand. */
  readonly instances: InstancePrices;
  /** The prices of RDS for PostgreSQL: one zone, on demand. */
  readonly databases: InstancePrices;
  /** The resource types for which AWS charges nothing, grouped by the reason. */
  readonly free: readonly { readonly reason: string; readonly page: string; readonly types: readonly string[] }[];
}

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

export function readPrices(file: string = pricesFile): PriceDocument {
  return JSON.parse(readFileSync(file, 'utf8')) as PriceDocument;
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
