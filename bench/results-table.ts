import type { Row } from './benchmark';

/** The day and the machine of a measurement. */
export interface Circumstances {
  /** The day, for example `2026-11-29`. */
  readonly date: string;
  /** The processors and the version of Node, for example `2 × AMD EPYC, Node 24.1.0`. */
  readonly machine: string;
}

const [begin, end] = ['<!-- begin: benchmarks. npm run bench -->', '<!-- end: benchmarks -->'];
const head = '| what | compared with | goal | measured | met | day | machine |\n|---|---|---|---|---|---|---|';

/**
 * Writes rows into the table of docs/benchmarks.md. A row replaces the one with the same `what`, or is appended.
 * @param text the content of docs/benchmarks.md
 * @returns the new content
 * @throws Error if the comments around the table are missing
 */
export function updateTable(text: string, rows: readonly Row[], circumstances: Circumstances): string {
  const [before, rest] = text.split(begin);
  const [table, after] = rest?.split(end) ?? [];
  if (before === undefined || table === undefined || after === undefined) {
    throw new Error(
      `docs/benchmarks.md lacks the lines "${begin}" and "${end}". Add them where the table of results belongs.`,
    );
  }
  const lines = new Map(
    table
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)
      .map((line) => [line.split(' | ')[0]?.slice(2) ?? '', line]),
  );
  for (const row of rows) lines.set(row.what, formatRow(row, circumstances));
  return `${before}${begin}\n\n${head}\n${[...lines.values()].join('\n')}\n\n${end}${after}`;
}

function formatRow({ what, comparedWith, goal, measured, isMet }: Row, { date, machine }: Circumstances): string {
  return `| ${[what, comparedWith, goal, measured, isMet ? 'yes' : '**no**', date, machine].join(' | ')} |`;
}
