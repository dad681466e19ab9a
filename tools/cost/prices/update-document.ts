import type { FoundPrice } from './aws-price-search';
import type { InstancePrices, PriceDocument, PriceEntry, PriceSource } from './price-document';

/** The prices of a region that were found in AWS's price files, by id. */
export interface RegionPrices {
  readonly region: string;
  readonly found: ReadonlyMap<string, FoundPrice>;
  readonly source: PriceSource;
}

/** Returns the document with new prices for a region. Prices that were not found keep their values. */
export function updateDocument(document: PriceDocument, prices: RegionPrices): PriceDocument {
  const { region, found, source } = prices;
  const entries = Object.entries(document.prices).map(([name, entry]) => {
    const usd = found.get(name)?.usd;
    return [name, usd === undefined ? entry : withPrice(entry, region, usd)] as const;
  });
  return {
    ...document,
    regions: { ...document.regions, [region]: source },
    prices: Object.fromEntries(entries),
    instances: withTypes(document.instances, 'instance', prices),
    databases: withTypes(document.databases, 'database', prices),
  };
}

function withPrice<T extends PriceEntry | InstancePrices>(entry: T, region: string, usd: T['usd'][string]): T {
  return {
    ...entry,
    usd: { ...entry.usd, [region]: usd },
    source: { ...entry.source, [region]: 'price-file' },
  };
}

function withTypes(
  list: InstancePrices,
  kind: 'instance' | 'database',
  { region, found }: RegionPrices,
): InstancePrices {
  const own = [...found.values()].filter(({ name }) => name.startsWith(`${kind}:`));
  const types = Object.fromEntries(own.map(({ name, usd }) => [name.slice(kind.length + 1), usd] as const).sort());
  return own.length === 0 ? list : withPrice(list, region, { ...list.usd[region], ...types });
}

/** Returns a price in a region; undefined if the document does not contain it. */
export function usdOf(document: PriceDocument, name: string, region: string): number | undefined {
  const [kind = '', type = ''] = name.split(':');
  const list = { instance: document.instances, database: document.databases }[kind];
  return list ? list.usd[region]?.[type] : document.prices[name]?.usd[region];
}
