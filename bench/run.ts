import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Argument, Command } from 'commander';
import { parseCommand } from '../tools/shared/parse-command';
import type { Row } from './benchmark';
import { benchmarkNames, loadBenchmark } from './benchmarks';
import { updateTable } from './results-table';

const command = parseCommand(
  new Command('npm run bench --')
    .description(
      'Runs benchmarks, and writes their results to docs/benchmarks.md. Use a Linux machine without other load.',
    )
    .addArgument(new Argument('[names...]', 'the benchmarks to run').choices(benchmarkNames).default(benchmarkNames))
    .option(
      '--quick',
      'only check that the benchmarks run, and write no results (about four minutes for all benchmarks)',
      false,
    ),
);
const [names] = command.processedArgs as [readonly string[]];
const { quick } = command.opts<{ readonly quick: boolean }>();
const file = 'docs/benchmarks.md';

async function main(): Promise<void> {
  const begun = performance.now();
  const minutes = () => ((performance.now() - begun) / 60_000).toFixed(1).padStart(5);
  for (const name of names) {
    const run = await loadBenchmark(name);
    const rows = await run({ quick, progress: (text) => console.log(`${minutes()} min  ${name}: ${text}`) });
    for (const row of rows) print(row);
    if (!quick) save(rows);
  }
  console.log(quick ? 'All benchmarks run.' : `Written to ${file}.`);
}

function print({ what, measured, goal, isMet }: Row): void {
  const assessment = quick
    ? 'not a measurement: --quick only checks that the benchmark runs'
    : `goal: ${goal}${isMet ? '' : ', MISSED'}`;
  console.log(`\n  ${what}: ${measured}\n  ${assessment}\n`);
  if (!isMet && !quick) process.exitCode = 1;
}

/** Writes the rows to docs/benchmarks.md. It is called after each benchmark, so that the rows are kept if a later benchmark fails. */
function save(rows: readonly Row[]): void {
  const [processor] = cpus();
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${processor?.model.trim()}, Node ${process.versions.node}`,
  };
  writeFileSync(file, updateTable(readFileSync(file, 'utf8'), rows, circumstances));
}

main().catch((error: unknown) => {
  console.error(error);
  // Exits, because child processes would keep this process running. The exit also ends them.
  process.exit(1);
});
