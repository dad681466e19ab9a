import type { CostArguments } from './cost-arguments';
import { formatReport, formatTotals } from './cost-text';
import { PriceList, readPrices } from './price-list';
import { type NamedReport, priceAllEnvironments, priceEnvironment } from './price-stack';
import { writeReadme } from './readme-table';
import { refreshPrices } from './refresh-prices';

/** Runs `npm run cost`. */
export async function runCost(args: CostArguments, stop: AbortSignal): Promise<void> {
  const { environment, refreshPrices: region } = args;
  if (region !== undefined) return refresh(region === true ? Object.keys(readPrices().regions) : [region], stop);
  const reports = environment ? [await priceEnvironment(environment, stop)] : await priceAllEnvironments(stop);
  printWarnings(reports);
  if (args.write) return write(reports);
  console.log(args.json ? JSON.stringify(reportsAsJson(reports, environment), null, 2) : asText(reports, environment));
}

function asText(reports: readonly NamedReport[], environment: string | undefined): string {
  const [first] = reports;
  return environment && first ? formatReport(first.name, first.report) : formatTotals(reports);
}

/** The JSON that docs/cost.md describes: one report, or a list. */
function reportsAsJson(reports: readonly NamedReport[], environment: string | undefined): object {
  const all = reports.map(({ name, report }) => ({ environment: name, ...report }));
  return environment ? (all[0] ?? {}) : all;
}

function printWarnings(reports: readonly NamedReport[]): void {
  const regions = new Set(reports.map(({ report }) => report.region));
  for (const region of regions) {
    const warning = new PriceList(region).ageWarning(new Date());
    if (warning !== undefined) console.error(warning);
  }
}

function write(reports: readonly NamedReport[]): void {
  const changed = writeReadme(reports, 'README.md');
  console.log(changed ? 'README.md has the new table.' : 'The table in README.md is current.');
}

async function refresh(regions: readonly string[], stop: AbortSignal): Promise<void> {
  for (const region of regions) {
    const { changed, missing } = await refreshPrices({ region, stop, today: new Date(), notify: console.error });
    console.log(`${region}: ${changed.length} prices are new or different.`);
    if (missing.length > 0) console.log(`AWS's files do not contain: ${missing.join(', ')}`);
  }
}
