import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceSearches } from '../../../../tools/cost/prices/aws-price-search';
import { pricesFile, readPrices } from '../../../../tools/cost/prices/price-document';
import { PriceList } from '../../../../tools/cost/prices/price-list';
import { refreshPrices } from '../../../../tools/cost/prices/refresh-prices';
import { listenOnLoopback } from '../../../support/http/loopback-server';

const columns = [
  'SKU',
  'TermType',
  'PriceDescription',
  'StartingRange',
  'PricePerUnit',
  'Currency',
  'Region Code',
  'usageType',
  'operation',
  'Database Engine',
];

/** Returns a row of an AWS price file: by default, an on-demand price of eu-west-1. */
function row(values: Readonly<Record<string, string>>): string {
  const defaults = {
    SKU: 'A',
    TermType: 'OnDemand',
    PriceDescription: 'A "price", with a comma',
    StartingRange: '0',
    Currency: 'USD',
  };
  const all: Record<string, string> = { ...defaults, 'Region Code': 'eu-west-1', ...values };
  return columns.map((column) => `"${(all[column] ?? '').replaceAll('"', '""')}"`).join(',');
}

const files: Readonly<Record<string, readonly string[]>> = {
  'AmazonECS/current/eu-west-1': [
    row({ usageType: 'EU-Fargate-ARM-GB-Hours', PricePerUnit: '0.0035600000' }),
    row({ usageType: 'EU-Fargate-ARM-GB-Hours', PricePerUnit: '0.001', TermType: 'Reserved' }),
    row({ usageType: 'EU-Fargate-ARM-GB-Hours', PricePerUnit: '0.002', 'Region Code': 'eu-west-1-dub-1' }),
  ],
  'AWSELB/current/eu-west-1': [
    row({ usageType: 'EU-LoadBalancerUsage', operation: 'LoadBalancing', PricePerUnit: '0.028' }),
    row({ usageType: 'EU-LoadBalancerUsage', operation: 'LoadBalancing:Application', PricePerUnit: '0.0252' }),
  ],
  // The first million requests per month are free.
  'AWSQueueService/current/eu-west-1': [
    row({ usageType: 'EU-Requests-Tier1', PricePerUnit: '0', StartingRange: '0' }),
    row({ usageType: 'EU-Requests-Tier1', PricePerUnit: '0.0000003', StartingRange: '100000000000' }),
    row({ usageType: 'EU-Requests-Tier1', PricePerUnit: '0.0000004', StartingRange: '1000000' }),
  ],
  'AmazonEC2/current/eu-west-1': [
    row({ usageType: 'EU-BoxUsage:t4g.small', operation: 'RunInstances', PricePerUnit: '0.0184' }),
    row({ usageType: 'EU-BoxUsage:t4g.small', operation: 'RunInstances:0002', PricePerUnit: '0.05' }),
  ],
  'awskms/current/eu-west-1': [row({ usageType: 'eu-west-1-KMS-Keys', PricePerUnit: '1' })],
  'AmazonCloudFront/current': [
    row({ usageType: 'US-DataTransfer-Out-Bytes', PricePerUnit: '0.085', 'Region Code': 'us' }),
    row({ usageType: 'EU-DataTransfer-Out-Bytes', PricePerUnit: '0.084', 'Region Code': 'eu' }),
  ],
};

describe('refreshPrices', () => {
  let server: Server;
  let origin: string;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    server = createServer(({ url = '' }, response) => {
      const rows = files[url.replace('/offers/v1.0/aws/', '').replace('/index.csv', '')] ?? [];
      const title = [
        '"FormatVersion","v1.0"',
        '"Publication Date","2026-11-20T00:00:00Z"',
        columns.map((one) => `"${one}"`).join(','),
      ];
      response.writeHead(url.includes('us-gov-west-1') ? 404 : 200).end([...title, ...rows].join('\n'));
    });
    origin = `http://127.0.0.1:${await listenOnLoopback(server)}`;
    folder = mkdtempSync(join(tmpdir(), 'prices-'));
    file = join(folder, 'prices.json');
    cpSync(pricesFile, file);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const refresh = (region = 'eu-west-1') => {
    const { signal: stop } = new AbortController();
    return refreshPrices({ region, stop, origin, file, today: new Date('2026-11-29'), notify: () => undefined });
  };

  it.each([
    ['of a usage type that begins with the prefix of the region', 'fargate-arm-memory', 0.00356],
    ['of one of several operations with the same usage type', 'load-balancer-hour', 0.0252],
    ['of the first units that are not free, per million', 'queue-request', 0.4],
    ['of an instance that runs Linux', 'instance:t4g.small', 0.0184],
    ['of a usage type that begins with the name of the region', 'key', 1],
    ['of the nearest edge locations', 'cdn-data', 0.084],
  ])('finds the price %s', async (_, name, usd) => {
    await refresh();
    expect(new PriceList('eu-west-1', readPrices(file)).find(name)?.usd).toBe(usd);
  });

  it("lists the prices that it does not find in AWS's files, and stores no value for them", async () => {
    const { missing } = await refresh();
    expect(missing).toContain('nat-hour');
    expect(new PriceList('eu-west-1', readPrices(file)).find('nat-hour')).toBeUndefined();
  });

  it('stores the date of the prices, and keeps the prices of other regions', async () => {
    await refresh();
    const { regions, prices } = readPrices(file);
    expect(regions['eu-west-1']).toEqual({
      date: '2026-11-29',
      source: `AWS's price files, ${origin}/offers/v1.0/aws/`,
    });
    expect(prices['nat-hour']).toEqual(readPrices().prices['nat-hour']);
    expect(prices['fargate-arm-memory']?.source).toEqual({
      ...readPrices().prices['fargate-arm-memory']?.source,
      'eu-west-1': 'price-file',
    });
  });

  it("changes no price if one of AWS's files cannot be downloaded", async () => {
    await expect(refresh('us-gov-west-1')).rejects.toThrow(
      /us-gov-west-1\/index\.csv could not be downloaded: status 404/,
    );
    expect(readPrices(file)).toEqual(readPrices());
  });
});

describe('priceSearches', () => {
  it.each([
    ['ap-northeast-1', 'JP'],
    ['ap-south-1', 'IN'],
    ['ap-southeast-2', 'AU'],
    ['ap-southeast-1', 'AP'],
    ['il-central-1', 'EU'],
    ['mx-central-1', 'US'],
    ['cn-north-1', 'none'],
  ])('finds the edge locations near %s: %s', (region, edge) => {
    const document = readPrices();
    const { 'cdn-data': price } = document.prices;
    const searches = priceSearches({ ...document, prices: price ? { 'cdn-data': price } : {} }, region);
    const all = ['US', 'EU', 'JP', 'IN', 'AU', 'AP', 'ME', 'ZA', 'SA', 'CA'];
    expect(all.filter((one) => searches[0]?.nameOf(`${one}-DataTransfer-Out-Bytes`))).toEqual(
      edge === 'none' ? [] : [edge],
    );
  });
});

describe('PriceList', () => {
  it('warns about prices that are more than six months old', () => {
    const list = new PriceList('eu-central-1', {
      ...readPrices(),
      regions: { 'eu-central-1': { date: '2026-01-31', source: '' } },
    });
    expect(list.ageWarning(new Date('2026-07-31'))).toBeUndefined();
    expect(list.ageWarning(new Date('2026-08-02'))).toContain('npm run cost -- --refresh-prices eu-central-1');
  });

  it('rejects a region without prices, and says how to add them', () => {
    expect(() => new PriceList('ap-south-1')).toThrow('npm run cost -- --refresh-prices ap-south-1');
  });

  it('has an AWS page for each price in prices.json, and a source for each price in each region', () => {
    const { prices, instances, databases, sources, regions } = readPrices();
    const all = Object.entries({ ...prices, instances, databases });
    const incomplete = all.filter(
      ([, { page, usd, source }]) =>
        !page.startsWith('https://aws.amazon.com/') ||
        Object.keys(regions).some((region) => usd[region] === undefined || !(String(source[region]) in sources)),
    );
    expect(incomplete).toEqual([]);
  });
});
