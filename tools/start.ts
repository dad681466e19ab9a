import { createLocalCommand, readLocalArguments } from './local/local-command';
import type * as LocalRun from './local/local-run';
import { runCommand } from './shared/run-command';

const command = createLocalCommand(
  'npm start',
  'Runs the app on this machine, with an embedded DynamoDB; where the environment has profiles, with a PostgreSQL and an S3 as well.',
)
  .option('--watch', 'starts the app again when its code changes', false)
  .parse();
const { watch } = command.opts<{ watch: boolean }>();

runCommand(async (stop) => {
  // Loaded here, so that a syntax error in contract.ts is reported like any other error.
  const { runLocally }: typeof LocalRun = require('./local/local-run');
  await runLocally({ ...readLocalArguments(command), watch }, stop);
});
