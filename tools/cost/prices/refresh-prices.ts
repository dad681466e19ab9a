import { writeFileSync } from 'node:fs';
import { UserError } from '../../shared/user-error';
import { readPriceFile } from './aws-price-file';
import { type FoundPrice, type PriceSearch, priceIn, priceSearches } from './aws-price-search';
import { pricesFile, readPrices } from './price-document';
import { updateDocument, usdOf } from './update-document';

export interface RefreshOptions {
  readonly region: string;
  readonly stop: AbortSignal;
  readonly today: Date;
  /** Receives a message before each download. */
  readonly notify: (text: string) => void;
  /** The base URL of the price files. @default AWS's public URL */
  readonly origin?: string;
  /** The path of the file to update. @default the path of `prices.json` */
  readonly file?: string;
}

/** The result of an update of the prices. */
export interface RefreshedPrices {
  /** The ids of the new and changed prices, such as `nat-hour`. */
  readonly changed: readonly string[];
  /** The ids of the prices that are missing from AWS's price files. Their earlier values in `prices.json` are kept. */
  readonly missing: readonly string[];
}

const awsOrigin = 'https://pricing.us-east-1.amazonaws.com';

/**
 * Updates the prices of a region from AWS's price files. This needs no AWS account.
 * @throws UserError if a file cannot be downloaded, or contains no prices for the region
 */
export async function refreshPrices(options: RefreshOptions): Promise<RefreshedPrices> {
  const { region, today, origin = awsOrigin, file = pricesFile } = options;
  const before = readPrices(file);
  const found = await findPrices(priceSearches(before, region), { ...options, origin });
  if (found.size === 0)
    throw new UserError(
      `AWS's price files contain no prices for the region "${region}". Check the name of the region.`,
    );
  const date = today.toISOString().slice(0, 10);
  const kept = Object.entries(before.prices).filter(([name, { usd }]) => !found.has(name) && usd[region] !== undefined);
  const note =
    kept.length > 0
      ? `; not found there, so the earlier values were kept: ${kept.map(([name]) => name).join(', ')}`
      : '';
  const source = { date, source: `AWS's price files, ${origin}/offers/v1.0/aws/${note}` };
  writeFileSync(file, `${JSON.stringify(updateDocument(before, { region, found, source }), null, 2)}\n`);
  return {
    changed: [...found].filter(([name, { usd }]) => usd !== usdOf(before, name, region)).map(([name]) => name),
    missing: Object.keys(before.prices).filter((name) => !found.has(name)),
  };
}

/** Downloads each price file once, and finds the prices in it. */
async function findPrices(
  searches: readonly PriceSearch[],
  { origin, stop, notify }: Pick<RefreshOptions, 'stop' | 'notify'> & { readonly origin: string },
): Promise<ReadonlyMap<string, FoundPrice>> {
  const found = new Map<string, FoundPrice>();
  for (const path of new Set(searches.map((search) => search.path))) {
    const wanted = searches.filter((search) => search.path === path);
    const address = new URL(path, origin);
    notify(`Reading ${address}`);
    for await (const row of readPriceFile(address, stop)) {
      for (const search of wanted) keepFirst(found, priceIn(row, search));
    }
  }
  return found;
}

/**
 * Stores a price, unless the map contains the price of a lower tier for the same id. In the end, the map contains the
 * price of the lowest tier that is not free.
 */
function keepFirst(found: Map<string, FoundPrice>, price: FoundPrice | undefined): void {
  if (price === undefined) return;
  const other = found.get(price.name);
  if (other === undefined || price.from < other.from) found.set(price.name, price);
}
