import { createDeployCommand, type DeployOptions } from './deploy/deploy-command';
import { Deployment } from './deploy/deployment';
import { withJobSummary } from './deploy/job-summary';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(createDeployCommand());
const [environment] = command.processedArgs as [string];

runCommand((stop) =>
  withJobSummary(
    `The deployment of ${environment}`,
    new Deployment(environment, command.opts<DeployOptions>(), { stop }),
  ),
);
