import { createLocalCommand, readLocalArguments } from './local/local-command';
import type * as LocalRun from './local/local-run';
import { runCommand } from './shared/run-command';

const command = createLocalCommand(
  'npm start',
  'Runs the app on this machine with an embedded DynamoDB; if the environment has profiles, also with PostgreSQL and S3.',
)
  .option('--watch', 'restart the app when its code or the stack changes', false)
  .parse();
const { watch } = command.opts<{ watch: boolean }>();

runCommand(async (stop) => {
  // Loaded here so that runCommand reports a syntax error in contract.ts.
  const { runLocally }: typeof LocalRun = require('./local/local-run');
  await runLocally({ ...readLocalArguments(command), watch }, stop);
});
