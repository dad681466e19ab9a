import type { PriceRow } from './price-file';
import type { InstancePrices, PriceDocument, PriceEntry } from './price-list';

/** Prices to find in a price file. */
export interface PriceSearch {
  /** The path of the file. */
  readonly path: string;
  /** The name of the price in a row with this usage type; undefined for other rows. */
  readonly nameOf: (usageType: string) => string | undefined;
  /** The values of further columns. */
  readonly match: Readonly<Record<string, string>>;
  /** The number of AWS's units in one unit. */
  readonly per: number;
}

/** A price in a row. */
export interface FoundPrice {
  readonly name: string;
  readonly usd: number;
  /** The quantity from which the price applies. */
  readonly from: number;
}

/**
 * CloudFront's names of the edge locations near regions, by the beginning of a region's name. A longer beginning is first.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/billing-and-usage-interpreting.html
 */
const edges: readonly (readonly [region: string, edge: string])[] = [
  ['us-gov-', ''],
  ['us-', 'US'],
  ['mx-', 'US'],
  ['ca-', 'CA'],
  ['sa-', 'SA'],
  ['eu-', 'EU'],
  ['il-', 'EU'],
  ['ap-northeast-1', 'JP'],
  ['ap-northeast-3', 'JP'],
  ['ap-south-', 'IN'],
  ['ap-southeast-2', 'AU'],
  ['ap-southeast-4', 'AU'],
  ['ap-southeast-6', 'AU'],
  ['ap-', 'AP'],
  ['me-', 'ME'],
  ['af-', 'ZA'],
];

/** Returns CloudFront's name of the edge locations near a region; undefined if it is unknown. */
function edgeOf(region: string): string | undefined {
  return edges.find(([beginning]) => region.startsWith(beginning))?.[1] || undefined;
}

/** The instance types whose prices are stored: most of those that an environment's file may name. */
const storedType = /^(db\.)?(t3|t3a|t4g|[cmr][5-8][a-z]*(-flex)?)\.(nano|micro|small|medium|large|[24]?xlarge)$/;

/** The prefix of usage types, such as `EUC1-` or `eu-central-1-`. In us-east-1, many have none. */
const regionPrefix = /^(?:[A-Z]{2,4}\d?|[a-z]{2}(?:-[a-z]+)+-\d)-/;

/** Returns the searches in AWS's price files for all prices of a region. */
export function priceSearches(document: PriceDocument, region: string): readonly PriceSearch[] {
  return [
    ...Object.entries(document.prices).map(([name, entry]) => entrySearch(name, entry, region)),
    typeSearch('instance', document.instances, region),
    typeSearch('database', document.databases, region),
  ];
}

function entrySearch(name: string, entry: PriceEntry, region: string): PriceSearch {
  const { service, usageType, match = {}, per = 1, file = 'regional' } = entry;
  const edge = edgeOf(region);
  const wanted = (found: string) =>
    file === 'edge'
      ? edge !== undefined && found === `${edge}-${usageType}`
      : found.replace(regionPrefix, '') === usageType;
  const folder = file === 'regional' ? `${region}/` : '';
  return {
    path: `/offers/v1.0/aws/${service}/current/${folder}index.csv`,
    nameOf: (found) => (wanted(found) ? name : undefined),
    match: { ...match, ...(file === 'regional' ? { 'Region Code': region } : {}) },
    per,
  };
}

/** Finds the price of each instance type. */
function typeSearch(
  kind: 'instance' | 'database',
  { service, usageType, match }: InstancePrices,
  region: string,
): PriceSearch {
  return {
    path: `/offers/v1.0/aws/${service}/current/${region}/index.csv`,
    nameOf: (found) => {
      const [, type = ''] = found.replace(regionPrefix, '').split(usageType);
      return found.replace(regionPrefix, '') === usageType + type && storedType.test(type)
        ? `${kind}:${type}`
        : undefined;
    },
    match: { ...match, 'Region Code': region },
    per: 1,
  };
}

/**
 * Returns the price in a row; undefined if the row is not the wanted one, or is free. The first units of some prices
 * are free.
 */
export function priceIn(row: PriceRow, { nameOf, match, per }: PriceSearch): FoundPrice | undefined {
  const name = nameOf(row.usageType ?? '');
  const usd = Number(row.PricePerUnit) * per;
  const isWanted = row.TermType === 'OnDemand' && row.Currency === 'USD' && usd > 0;
  if (name === undefined || !isWanted) return undefined;
  // A file that is the same for all regions has no column for the region.
  const differs = Object.entries(match).some(([column, value]) => (row[column] ?? value) !== value);
  // Sums of decimal fractions have an error in the last digits.
  return differs ? undefined : { name, usd: Number(usd.toPrecision(10)), from: Number(row.StartingRange || 0) };
}
