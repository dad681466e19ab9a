import { colors } from '../../console/terminal';
import { type CostReport, knownTotals } from '../cost-report';
import type { NamedReport } from '../environment-costs';
import type { CostKind } from '../items/cost-item';
import type { Saving } from '../savings';
import { scenarioLegend, scenarios } from '../usage/scenarios';
import { dollars } from './dollars';
import { exclusions } from './exclusions';
import { groupRows } from './row-groups';
import { type Cell, textTable } from './text-table';
import { amountCell, uncountedText } from './uncounted-text';

/** Formats a table with the totals of several environments, the cheapest first. */
export function formatTotals(reports: readonly NamedReport[]): string {
  const sorted = [...reports].sort((one, other) => one.report.totals.all.idle - other.report.totals.all.idle);
  const rows = sorted.map(({ name, report }) => [name, report.region, ...totalCells(report)]);
  const missing = reports
    .filter(({ report }) => report.unpriced.length > 0)
    .map(({ name, report }) => `Not counted in ${name}: ${uncountedText(report.unpriced)}`);
  return [
    'US dollars a month, without taxes',
    '',
    textTable([['', '', ...scenarios], ...rows]),
    ...missing,
    '',
    scenarioLegend,
  ].join('\n');
}

function totalCells(report: CostReport): readonly Cell[] {
  return scenarios.map((scenario) => amountCell(knownTotals(report)?.[scenario], report.unpriced));
}

const headings: Readonly<Record<CostKind, string>> = { fixed: 'FIXED', use: 'PER USE' };

/** Formats a report as tables for a terminal. */
export function formatReport({ name, report, savings }: NamedReport): string {
  const { region, prices, free } = report;
  const source = prices ? `at AWS's prices as of ${prices.date}` : 'whose prices are unknown';
  const intro = `${colors.bold(name)}: US dollars a month in ${region}, ${source}, without taxes`;
  const rows: Cell[][] = [
    ['', 'quantity (light) × price', ...scenarios],
    ...section(report, 'fixed'),
    ...section(report, 'use'),
    ['Total', '', ...totalCells(report)],
    ["AWS's free tier, at most", '', ...scenarios.map((scenario) => dollars(-free[scenario]))],
  ];
  return [
    intro,
    '',
    textTable(rows),
    ...savingLines(savings),
    ...unpricedLines(report),
    '',
    `Never counted: ${exclusions.join('; ')}`,
    '',
    scenarioLegend,
  ].join('\n');
}

function section({ rows, totals }: CostReport, kind: CostKind): Cell[][] {
  const groups = groupRows(rows.filter((row) => row.kind === kind));
  return [
    [headings[kind], '', ...scenarios.map((scenario) => dollars(totals[kind][scenario]))],
    ...groups.map(({ title, unit, usdPerUnit, quantities, usd }) => [
      `  ${title}`,
      `${amount(quantities.light)} ${unit} × ${Number(usdPerUnit.toPrecision(4))}`,
      ...scenarios.map((scenario) => dollars(usd[scenario])),
    ]),
  ];
}

function savingLines(savings: readonly Saving[]): readonly string[] {
  const [first, ...others] = savings.map(({ change, usd }) => [
    `  ${change}`,
    '',
    ...scenarios.map((scenario) => dollars(usd[scenario])),
  ]);
  return first === undefined
    ? []
    : [
        '',
        colors.bold('CHEAPER: what each change saves (a negative amount is an extra cost)'),
        textTable([first, ...others]),
      ];
}

function unpricedLines({ unpriced }: CostReport): readonly string[] {
  if (unpriced.length === 0) return [];
  const lines = unpriced.map(({ address, reason }) => `  ${address}: ${reason}`);
  return ['', colors.yellow('NOT COUNTED: the totals do not contain these costs'), ...lines];
}

/** Formats a quantity. Quantities of 1,000 and more are rounded to whole numbers; smaller ones have at most four significant digits. */
function amount(value: number): string {
  return value >= 1_000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
