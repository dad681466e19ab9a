import { readFileSync } from 'node:fs';
import path from 'node:path';

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
  /** For each region, a key in `sources`. The text under that key says where the price comes from. */
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

/** Reads `prices.json`. */
export function readPrices(file: string = pricesFile): PriceDocument {
  return JSON.parse(readFileSync(file, 'utf8')) as PriceDocument;
}
