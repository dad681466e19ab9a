import { Command, InvalidArgumentError, Option } from 'commander';
import { printRecentLog } from './live/recent-log';
import { printStoppedTaskLog } from './live/stopped-task-log';
import { logIn } from './preflight/preflight';
import { loadEnvironment } from './shared/environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

interface Options {
  readonly follow: boolean;
  readonly since: number;
  readonly previous: boolean;
  readonly container?: string;
}

/** Parses the value of the option `--since`. @returns milliseconds */
function parseDuration(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (number === undefined)
    throw new InvalidArgumentError('The duration must be a number followed by s, m, h or d, such as 15m.');
  return Number(number) * ({ s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 0);
}

const command = parseCommand(
  new Command('npm run logs --')
    .description('Prints the log of an environment.')
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .option('--follow', 'print new lines until Ctrl-C', false)
    .addOption(
      new Option('--since <duration>', 'the age of the oldest lines, such as 30s, 15m, 2h or 1d')
        .argParser(parseDuration)
        .default(parseDuration('15m'), '15m'),
    )
    .option('--previous', 'print why the most recently stopped task stopped, and the last lines of its log', false)
    .option('--container <name>', 'print only the log of this container, such as app or migrate')
    .showHelpAfterError('For example: npm run logs dev -- --follow'),
);
const [name] = command.processedArgs as [string];
const options = command.opts<Options>();

runCommand(async (stop) => {
  const environment = await loadEnvironment(name, stop);
  const log = { environment, aws: await logIn(environment), write: (line: string) => console.log(line) };
  if (options.previous) await printStoppedTaskLog(log, options.container);
  else await printRecentLog(log, { ...options, stop, remark: (line) => console.error(line) });
});
