import { type FigureName, figureTitles, type MinuteFigures } from './figures';
import { achievedRate, type FirstLimit } from './first-limit';
import type { LoadSize } from './load-limits';
import type { LoadResult } from './load-result';

/** The result of `npm run load`. */
export interface LoadReport extends LoadSize {
  readonly environment: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly result: LoadResult;
  /** The CloudWatch metrics of the minutes in which the load was sent. */
  readonly figures: readonly MinuteFigures[];
  /** Why metrics are missing; null if CloudWatch has returned all of them. */
  readonly figuresProblem: string | null;
  readonly firstLimit: FirstLimit;
}

/** Formats the report for people. */
export function formatLoadReport(report: LoadReport): string {
  const { environment, url, method, rate, seconds, result, figures, figuresProblem, firstLimit } = report;
  const { responses, statusCodes, errors, timeouts, latencyMs } = result;
  const early = result.seconds < seconds - 1 ? `, ended after ${Math.round(result.seconds)} s` : '';
  const codes = Object.entries(statusCodes).map(([code, count]) => `${count} × ${code}`);
  const latencies = Object.entries(latencyMs).map(([name, ms]) => `${name} ${Math.round(ms)} ms`);
  const lines = [
    ['Load', `${method} ${url}, ${rate} requests a second for ${seconds} s${early}`],
    ['Responses', `${responses}: ${codes.join(', ') || 'none'}`],
    ['Rate', `${achievedRate(result).toFixed(1)} responses a second`],
    ['Latency', responses === 0 ? '-' : latencies.join(', ')],
    [
      'Errors',
      errors === 0 ? 'none' : `${errors} requests without a response; ${timeouts} of them timed out after 10 s`,
    ],
    ...(figuresProblem === null ? [] : [['CloudWatch', figuresProblem]]),
  ].map(([label = '', value]) => `${label.padEnd(12)} ${value}`);
  const table =
    figures.length === 0 ? [] : ['', `CloudWatch metrics of ${environment} during the load:`, ...figureLines(figures)];
  return [...lines, ...table, '', firstLimit.sentence, ...notes(report)].join('\n');
}

const labelWidth = 34;
const columnWidth = 9;

/** Returns a table of the metrics as lines: a row for each metric, and a column for each minute. */
function figureLines(figures: readonly MinuteFigures[]): string[] {
  const names = (Object.keys(figureTitles) as FigureName[]).filter((name) =>
    figures.some(({ values }) => values[name] !== undefined),
  );
  const row = (label: string, cells: readonly string[]) =>
    `  ${label.padEnd(labelWidth)}${cells.map((cell) => cell.padStart(columnWidth)).join('')}`;
  return [
    row(
      'UTC',
      figures.map(({ minute }) => minute.toISOString().slice(11, 16)),
    ),
    ...names.map((name) =>
      row(
        figureTitles[name],
        figures.map(({ values }) => formatNumber(values[name])),
      ),
    ),
  ];
}

function formatNumber(value: number | undefined): string {
  return value === undefined ? '-' : String(Math.round(value * 10) / 10);
}

function notes({ method, result: { statusCodes } }: LoadReport): string[] {
  const isLimited = method === 'POST' || '429' in statusCodes || '403' in statusCodes;
  return isLimited
    ? [
        'This load comes from one address, so it reaches the limits per address sooner than the same load from many visitors would.',
      ]
    : [];
}
