import { Command } from 'commander';
import { Steps } from './console/steps';
import { synthesizeEnvironment } from './live/deployed-environment';
import { logIn } from './preflight/preflight';
import { findDatabase, type OtherDatabase } from './session/database';
import { openPsql, requirePsql } from './session/psql';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run psql --')
    .description('Opens psql on the database of an environment, through Session Manager.')
    .argument('<environment>', 'an environment with profiles')
    .argument('[arguments...]', "psql's own arguments, after a second --")
    .option('--endpoint <host>', 'the host of another database, such as a restored one; requires --secret')
    .option('--secret <name>', "the name or ARN of the secret that contains that database's user name and password")
    .showHelpAfterError(
      "For example: npm run psql prod, or npm run psql prod -- -- -c 'select count(*) from profiles'",
    ),
);
const [name, args] = command.processedArgs as [string, string[]];

runCommand(async (stop) => {
  // The steps are printed to standard error, because psql prints to standard output.
  const steps = new Steps(process.stderr);
  const environment = await synthesizeEnvironment(name, { stop, steps });
  const names = findDatabase(environment);
  const programs = await requirePsql();
  const aws = await steps.run('Check credentials', () => logIn(environment));
  const other = command.opts<OtherDatabase>();
  process.exitCode = await openPsql({ environment, names, programs, aws, args, other, steps, stop });
});
