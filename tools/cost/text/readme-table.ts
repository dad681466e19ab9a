import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../../shared/user-error';
import type { CostReport } from '../cost-report';
import type { NamedReport } from '../environment-costs';
import { type Scenario, scenarios, scenarioTitles } from '../usage/scenarios';
import { groupTitles, groupUsd } from './cost-groups';
import { uncountedText } from './uncounted-text';

const [begin, end] = ['<!-- begin: cost. npm run cost -- --write -->', '<!-- end: cost -->'];

type Priced = Pick<NamedReport, 'name' | 'report'>;

/** Returns the table in the README, as Markdown with whole US dollars. The cheapest environment comes first. */
export function readmeTable(unsorted: readonly Priced[]): string {
  const reports = [...unsorted].sort((one, other) => one.report.totals.all.idle - other.report.totals.all.idle);
  const cells = (of: (report: CostReport) => string) => reports.map(({ report }) => of(report));
  const lines = groupTitles
    .map((title) => [title, ...cells(({ rows }) => rounded(groupUsd(rows, title)))])
    .filter(([, ...amounts]) => amounts.some((text) => text !== '0'));
  const totals = [...scenarios]
    .sort((one, other) => Number(other === 'idle') - Number(one === 'idle'))
    .map((scenario) => [`**${scenarioTitles[scenario]}**`, ...cells((report) => total(report, scenario))]);
  const regions = new Map(reports.map(({ report: { region, prices } }) => [region, prices?.date]));
  const origins = [...regions].map(([region, date]) => `${region}, at AWS's prices as of ${date}`);
  const heading = ({ name, report }: Priced) => `\`${name}\`${regions.size > 1 ? ` (${report.region})` : ''}`;
  return [
    `US dollars a month in ${origins.join('; and in ')}:`,
    '',
    row(['', ...reports.map(heading)]),
    `|${'---|'.repeat(reports.length + 1)}`,
    ...[...lines, ...totals].map(row),
    ...reports
      .filter(({ report }) => report.unpriced.length > 0)
      .flatMap(({ name, report }) => ['', `Not counted in \`${name}\`: ${uncountedText(report.unpriced)}`]),
  ].join('\n');
}

function total({ totals, unpriced }: CostReport, scenario: Scenario): string {
  return `${unpriced.length > 0 ? '≥ ' : ''}${rounded(totals.all[scenario])}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Formats an amount in whole US dollars: `0` for 0, and `< 1` for less than half a dollar. */
function rounded(usd: number): string {
  if (usd === 0) return '0';
  return usd < 0.5 ? '< 1' : Math.round(usd).toLocaleString('en-US');
}

/**
 * Returns the README with current costs: in the table, and at the end of each line about an environment. Environments
 * are left out if `prices.json` lacks their region. If all environments are left out, the README does not change.
 * @throws UserError if the document lacks the marker lines around the table
 */
export function currentReadme(document: string, all: readonly Priced[]): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from)
    throw new UserError(
      `README.md lacks the lines "${begin}" and "${end}". Add them where the table of costs belongs.`,
    );
  const reports = all.filter(({ report }) => report.prices !== undefined);
  if (reports.length === 0) return document;
  const text = `${document.slice(0, from)}${begin}\n${readmeTable(reports)}\n${document.slice(to)}`;
  return reports.reduce((result, { name, report }) => withAmount(result, name, report), text);
}

/** Replaces the amount in the table row that begins with a link to the environment's file. The amount is the last cell of the row. */
function withAmount(document: string, name: string, report: CostReport): string {
  const line = new RegExp(`^(\\| \\[\`${name}\`\\]\\(environments/.*\\| )[\\d,<≥\\s]+( \\|)$`, 'm');
  return document.replace(line, (_, start: string, rest: string) => `${start}${total(report, 'idle')}${rest}`);
}

/** Writes the costs into the README. @returns whether the file has changed */
export function writeReadme(reports: readonly Priced[], file: string): boolean {
  const before = readFileSync(file, 'utf8');
  const after = currentReadme(before, reports);
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}
