import { createLocalCommand, readLocalArguments } from './local/local-command';
import type * as LocalRun from './local/local-run';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createLocalCommand(
    process.argv.includes('--watch') ? 'npm run dev --' : 'npm start --',
    'Runs the app on this machine with an embedded DynamoDB. If the environment has profiles, the app also gets an embedded PostgreSQL and S3.',
  ).option('--watch', 'restart the app when its code or the stack changes', false),
);
const { watch } = command.opts<{ watch: boolean }>();

runCommand(async (stop) => {
  // Loaded inside runCommand, so that runCommand reports a syntax error in contract.ts.
  const { runLocally }: typeof LocalRun = require('./local/local-run');
  await runLocally({ ...readLocalArguments(command), watch }, stop);
});
