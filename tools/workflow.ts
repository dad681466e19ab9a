import { Command } from 'commander';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { runStep } from './workflows/steps';

const command = parseCommand(
  new Command('npm run workflow --')
    .description('Runs one step of a workflow in .github/workflows/. It needs the variables that GitHub sets.')
    .argument('<step>', 'a step of tools/workflows/steps.ts')
    .argument('[arguments...]', "the step's arguments")
    .showHelpAfterError('For example: npm run workflow -- comment-plans plans'),
);
const [name, args] = command.processedArgs as [string, string[]];

runCommand((stop) => runStep(name, args, { variables: process.env, stop }));
