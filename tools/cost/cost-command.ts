import { Steps } from '../console/steps';
import { stacksAt } from '../shared/stacks-at-commit';
import { openStack } from '../terraform/open-stack';
import { compareEnvironments } from './compare-costs';
import type { CostArguments } from './cost-arguments';
import { type NamedReport, priceAllEnvironments, priceEnvironment, priceEnvironments } from './environment-costs';
import { planCost } from './plan-cost';
import { readPrices } from './prices/price-document';
import { PriceList } from './prices/price-list';
import { refreshPrices } from './prices/refresh-prices';
import { formatDifference } from './text/difference-text';
import { exclusions } from './text/exclusions';
import { writeReadme } from './text/readme-table';
import { formatReport, formatTotals } from './text/report-text';
import { scenarioLegend } from './usage/scenarios';

/** Runs `npm run cost`. */
export async function runCost(args: CostArguments, stop: AbortSignal): Promise<void> {
  const { environment, refreshPrices: region, compare, json } = args;
  if (region !== undefined) return refresh(region === true ? Object.keys(readPrices().regions) : [region], stop);
  if (args.plan && environment !== undefined) return printPlan(environment, json, stop);
  const reports = environment ? [await priceEnvironment(environment, stop)] : await priceAllEnvironments(stop);
  printWarnings(new Set(reports.map(({ report }) => report.region)));
  if (args.write) return write(reports);
  if (compare !== undefined) return printComparison(reports, { environment, commit: compare, json }, stop);
  if (json) return printJson(reports.map(reportAsJson), environment);
  const [first] = reports;
  console.log(environment && first ? formatReport(first) : formatTotals(reports));
}

/**
 * Prints how the costs differ between a commit and the working tree. Without an environment, the output includes
 * environments that the working tree no longer contains.
 */
async function printComparison(
  reports: readonly NamedReport[],
  { environment, commit, json }: Pick<CostArguments, 'environment' | 'json'> & { readonly commit: string },
  stop: AbortSignal,
): Promise<void> {
  const stacks = await stacksAt(commit, stop);
  const before = priceEnvironments(environment === undefined ? stacks : onlyOne(stacks, environment));
  const found = compareEnvironments(before, reports);
  const asJson = found.map(({ name, difference }) => ({ environment: name, ...difference }));
  if (json) return printJson(asJson, environment);
  const tables = found.map(({ name, difference }) => formatDifference(name, commit, difference));
  console.log([...tables, scenarioLegend].join('\n\n'));
}

/** Returns a map with only the stack of this name; an empty map if there is no such stack. */
function onlyOne<T>(stacks: ReadonlyMap<string, T>, name: string): ReadonlyMap<string, T> {
  return new Map([...stacks].filter(([one]) => one === name));
}

/** Prints how the next apply would change the costs. */
async function printPlan(environment: string, json: boolean, stop: AbortSignal): Promise<void> {
  const steps = new Steps(process.stderr);
  const { terraform, stack } = await openStack(environment, { wait: false }, { stop, steps });
  const plan = await steps.run('terraform plan', async () => {
    await terraform.createPlan([]);
    return terraform.readPlan();
  });
  printWarnings(new Set([stack.region]));
  const difference = planCost(plan, stack);
  if (json) return printJson([{ environment, ...difference }], environment);
  console.log(`${formatDifference(environment, 'what is deployed', difference)}\n\n${scenarioLegend}`);
}

function reportAsJson({ name, report, savings }: NamedReport): object {
  return { environment: name, ...report, savings, neverCounted: exclusions };
}

/** Prints JSON: one object if the user has named an environment, or a list for all environments. */
function printJson(all: readonly object[], environment: string | undefined): void {
  console.log(JSON.stringify(environment === undefined ? all : all[0], null, 2));
}

function printWarnings(regions: ReadonlySet<string>): void {
  for (const region of regions) {
    const warning = PriceList.ifKnown(region)?.ageWarning(new Date());
    if (warning !== undefined) console.error(warning);
  }
}

function write(reports: readonly NamedReport[]): void {
  if (reports.every(({ report }) => report.prices === undefined)) {
    console.log(
      'README.md is unchanged, because there are no prices for the region of any environment. To add prices: npm run cost -- --refresh-prices <region>',
    );
    return;
  }
  const changed = writeReadme(reports, 'README.md');
  console.log(changed ? 'The new costs were written into README.md.' : 'The costs in README.md are current.');
}

async function refresh(regions: readonly string[], stop: AbortSignal): Promise<void> {
  for (const region of regions) {
    const { changed, missing } = await refreshPrices({ region, stop, today: new Date(), notify: console.error });
    console.log(`${region}: ${changed.length} prices were added or changed.`);
    if (missing.length > 0) console.log(`AWS's price files do not contain these prices: ${missing.join(', ')}`);
  }
}
