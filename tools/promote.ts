import { createChangeCommand } from './deploy/change-command';
import { withJobSummary } from './deploy/job-summary';
import { addSavedPlanOptions } from './deploy/saved-plan-options';
import { type PromoteOptions, Promotion } from './promote/promotion';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  addSavedPlanOptions(
    createChangeCommand({
      verb: 'promote',
      description: 'Deploys the image of one environment to another, without building it again.',
      args: [
        ['<from>', 'the environment whose image is copied'],
        ['<to>', 'the environment that gets the image'],
      ],
      example: 'staging prod',
    }),
  )
    .option('--dry-run', 'the same as --plan', false)
    .option('--no-verify', 'skip the check that the version responds at the public address'),
);
const [from, to] = command.processedArgs as [string, string];
const { dryRun, ...options } = command.opts<PromoteOptions & { dryRun: boolean }>();

runCommand((stop) =>
  withJobSummary(
    `The promotion of ${from} to ${to}`,
    new Promotion({ from, to }, { ...options, plan: options.plan || dryRun }, stop),
  ),
);
