import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../shared/user-error';
import type { CostReport, CostRow } from './cost-report';
import type { NamedReport } from './price-stack';
import { type Scenario, scenarios } from './usage';

/** The lines of the table: a title, and the names of its prices. */
const groups: readonly (readonly [title: string, prices: RegExp])[] = [
  ['Fargate tasks', /^fargate-/],
  ['hosts with their disks', /^(instance:|disk-)/],
  ['public IPv4 addresses', /^ipv4-/],
  ['load balancer', /^load-balancer-/],
  ['CloudFront', /^cdn-/],
  ['NAT gateway', /^nat-/],
  ['PostgreSQL with its storage and secret', /^(database|secret)/],
  ['firewall', /^firewall-/],
  ['alarms, dashboard and metrics', /^(alarm|dashboard|metric)/],
  ['tables, files, images, logs, data to the internet', /./],
];

const titles: Readonly<Record<Scenario, string>> = {
  parked: 'parked: no task runs',
  idle: 'idle: no visitors',
  light: 'light: 10,000 views and 1,000 entries a day',
  busy: 'busy: 100 requests a second',
};

const [begin, end] = ['<!-- begin: cost. npm run cost -- --write -->', '<!-- end: cost -->'];

/** The table of all environments in whole US dollars, in Markdown. The cheapest environment is first. */
export function readmeTable(unsorted: readonly Pick<NamedReport, 'name' | 'report'>[]): string {
  const reports = [...unsorted].sort((one, other) => one.report.totals.all.idle - other.report.totals.all.idle);
  const cells = (of: (report: CostReport) => number) => reports.map(({ report }) => rounded(of(report)));
  const lines = groups
    .map(([title]) => [title, ...cells((report) => groupUsd(report, title))])
    .filter(([, ...amounts]) => amounts.some((text) => text !== ''));
  const totals = [...scenarios]
    .sort((one, other) => Number(other === 'idle') - Number(one === 'idle'))
    .map((scenario) => [`**${titles[scenario]}**`, ...cells(({ totals }) => totals.all[scenario])]);
  const [first] = reports;
  const { date } = first?.report.prices ?? { date: '' };
  return [
    `US dollars a month in ${first?.report.region}, with the prices of ${date}:`,
    '',
    row(['', ...reports.map(({ name }) => `\`${name}\``)]),
    `|${'---|'.repeat(reports.length + 1)}`,
    ...[...lines, ...totals].map(row),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The costs of a group while no visitor comes. The first group that contains a price counts. */
function groupUsd({ rows }: CostReport, title: string): number {
  const titleOf = ({ price }: CostRow) => groups.find(([, prices]) => prices.test(price))?.[0];
  return rows.filter((one) => titleOf(one) === title).reduce((sum, { usd }) => sum + usd.idle, 0);
}

/** Nothing for no costs, and `< 1` for cents. */
function rounded(usd: number): string {
  if (usd === 0) return '';
  return usd < 0.5 ? '< 1' : Math.round(usd).toLocaleString('en-US');
}

/** Replaces the table in a document. @throws UserError if the document has no place for it */
export function withTable(document: string, table: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from)
    throw new UserError(`README.md has no lines ${begin} and ${end}, between which the table is.`);
  return `${document.slice(0, from)}${begin}\n${table}\n${document.slice(to)}`;
}

/** Writes the table into the README. @returns whether it has changed */
export function writeReadme(reports: readonly Pick<NamedReport, 'name' | 'report'>[], file: string): boolean {
  const before = readFileSync(file, 'utf8');
  const after = withTable(before, readmeTable(reports));
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}
