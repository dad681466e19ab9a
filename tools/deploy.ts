import { createChangeCommand } from './deploy/change-command';
import { Deployment, type DeployOptions } from './deploy/deployment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand(
    'deploy',
    'Builds the app, creates or changes its resources in AWS, deploys it, and checks that it responds.',
  )
    .option('--plan', 'only show what would change', false)
    .option('--clean', 'reject uncommitted changes; CI always does', false)
    .option('--no-verify', 'do not check at the public address that the new version responds')
    .option('--smoke', 'store an entry as part of that check', false),
);
const [environment] = command.processedArgs as [string];

runCommand((stop) => new Deployment(environment, command.opts<DeployOptions>(), stop).run());
