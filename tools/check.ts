import { Command } from 'commander';
import { listChecks, runChecks } from './check/checks';
import { hasColors } from './console/terminal';
import { parseCommand } from './shared/parse-command';
import { Process } from './shared/process';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

parseCommand(
  new Command('npm run check --').description(
    'Checks the environment files, the format, the lint rules and the types. All checks run, even if one fails.',
  ),
);

runCommand(async (stop) => {
  const run = async (args: readonly string[]) => {
    const { exitCode } = await new Process(process.execPath, args, { stdio: 'inherit', stop }).ended;
    return exitCode === 0;
  };
  const message = await runChecks(listChecks(hasColors()), run);
  if (message !== undefined) throw new UserError(`\n${message}`);
});
