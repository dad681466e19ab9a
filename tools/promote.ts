import { createChangeCommand } from './deploy/change-command';
import { type PromoteOptions, Promotion } from './promote/promotion';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand(
    'promote',
    'Deploys the image of one environment to another, without building it again.',
    [
      ['from', 'the environment whose image is copied'],
      ['to', 'the environment that gets it'],
    ],
    'staging prod',
  )
    .option('--plan', 'only show what would change', false)
    .option('--dry-run', 'the same', false)
    .option('--no-verify', 'do not check at the public address that the version responds'),
);
const [from, to] = command.processedArgs as [string, string];
const { plan, dryRun, ...options } = command.opts<Omit<PromoteOptions, 'plan'> & { plan: boolean; dryRun: boolean }>();

runCommand((stop) => new Promotion(from, to, { ...options, plan: plan || dryRun }, stop).run());
