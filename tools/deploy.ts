import { createChangeCommand } from './deploy/change-command';
import { Deployment, type DeployOptions } from './deploy/deployment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand(
    'deploy',
    'Builds the app, creates or changes what it runs on in AWS, deploys it, and checks that it serves.',
  )
    .option('--plan', 'only show what would change', false)
    .option('--clean', 'refuse uncommitted changes; always so in CI', false)
    .option('--no-verify', 'do not check from outside that the new version serves')
    .option('--smoke', 'store an entry as part of that check', false),
);
const [environment] = command.processedArgs as [string];

runCommand((stop) => new Deployment(environment, command.opts<DeployOptions>(), stop).run());
