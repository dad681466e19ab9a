import type { PriceRow } from './aws-price-file';
import type { InstancePrices, PriceDocument, PriceEntry } from './price-document';

/** How to find the prices of one kind in a price file of AWS. */
export interface PriceSearch {
  /** The path of the price file in the URL. */
  readonly path: string;
  /** Returns the id of the price with this usage type; undefined if the search does not include the usage type. */
  readonly nameOf: (usageType: string) => string | undefined;
  /** The values that other columns of the row must have. */
  readonly match: Readonly<Record<string, string>>;
  /** The factor by which to multiply AWS's price, such as 1,000,000 for the price of a million requests. */
  readonly per: number;
}

/** A price that was found in a row of a price file. */
export interface FoundPrice {
  readonly name: string;
  readonly usd: number;
  /**
   * The monthly quantity at which this price begins. It is more than 0 if the first units are free or have another
   * price.
   */
  readonly from: number;
}

/**
 * For each prefix of a region's name, CloudFront's name for the nearest edge locations. The first matching prefix
 * counts, so a longer prefix comes before a shorter one.
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

/** Returns CloudFront's name for the edge locations near a region, such as `EU`; undefined if the name is unknown. */
function edgeOf(region: string): string | undefined {
  return edges.find(([beginning]) => region.startsWith(beginning))?.[1] || undefined;
}

/** Matches the instance types whose prices are stored: most of the types that an environment's file may contain. */
const storedType = /^(db\.)?(t3|t3a|t4g|[cmr][5-8][a-z]*(-flex)?)\.(nano|micro|small|medium|large|[24]?xlarge)$/;

/** Matches the region prefix of a usage type, such as `EUC1-` or `eu-central-1-`. In us-east-1, many usage types have no such prefix. */
const regionPrefix = /^(?:[A-Z]{2,4}\d?|[a-z]{2}(?:-[a-z]+)+-\d)-/;

/** Returns how to find all prices of a region in AWS's price files. */
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

/** Returns how to find the prices of all instance types or database classes. */
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
 * Returns the price in a row of a price file.
 * @returns undefined if the search does not look for this row, or if the price is 0, as for the first units of some
 * services
 */
export function priceIn(row: PriceRow, { nameOf, match, per }: PriceSearch): FoundPrice | undefined {
  const name = nameOf(row.usageType ?? '');
  const usd = Number(row.PricePerUnit) * per;
  const isWanted = row.TermType === 'OnDemand' && row.Currency === 'USD' && usd > 0;
  if (name === undefined || !isWanted) return undefined;
  // Ignore columns that are missing: a price file for all regions has no column for the region.
  const differs = Object.entries(match).some(([column, value]) => (row[column] ?? value) !== value);
  // The multiplication causes errors in the last digits, so the price is rounded.
  return differs ? undefined : { name, usd: Number(usd.toPrecision(10)), from: Number(row.StartingRange || 0) };
}
