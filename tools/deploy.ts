import { Command } from 'commander';
import { Deployment, type DeployOptions } from './deploy/deployment';
import { runCommand } from './shared/run-command';

const command = new Command('npm run deploy --')
  .description('Builds the app, creates or changes what it runs on in AWS, deploys it, and checks that it serves.')
  .argument('<environment>', 'an environment that environments/index.ts lists')
  .option('--plan', 'only show what would change', false)
  .option('--yes', 'do not ask before creating what costs money by the hour', false)
  .option('--accept-data-loss', 'do not ask before deleting data', false)
  .option('--clean', 'refuse uncommitted changes; always so in CI', false)
  .option('--no-verify', 'do not check from outside that the new version serves')
  .option('--smoke', 'store an entry as part of that check', false)
  .option('--wait', 'wait while another command holds the lock of the state', false)
  .showHelpAfterError('For example: npm run deploy dev')
  .parse();
const [environment] = command.processedArgs as [string];

runCommand((stop) => new Deployment(environment, command.opts<DeployOptions>(), stop).run());
