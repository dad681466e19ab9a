import type { CommandRun } from '../console/command-run';
import { colors } from '../console/terminal';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { ServiceWatch } from '../live/service-watch';
import { UserError } from '../shared/user-error';
import { reportEvent } from '../terraform/apply-event';
import type { Progress } from './progress';
import { failureMessage } from './rollout-failure';
import { offerRollback } from './running-deployment';

export interface RolloutProps extends DeployedEnvironment, CommandRun {
  readonly progress: Progress;
  /** The title of the step that applies the plan. */
  readonly title: string;
}

/**
 * Applies the last plan, and prints the events of the ECS service until the apply ends.
 * After Ctrl-C, terraform first completes the changes that it has begun. If ECS is still running a deployment, the user
 * can then roll the deployment back.
 * @throws UserError if the apply fails, with the reason and the version that runs now
 * @throws `stop.reason` if `stop` was aborted
 */
export async function rollOut(props: RolloutProps): Promise<void> {
  const { environment, terraform, aws, steps, stop, title } = props;
  const watch = new ServiceWatch(environment, aws, (text) => steps.line(colors.dim(text.replace(/^/gm, '    '))));
  const errors = await steps
    .run(title, async (report) => {
      await watch.start();
      try {
        const found = await terraform.apply(reportEvent(report));
        if (found.length > 0) throw new ApplyFailed(found);
        return found;
      } finally {
        await watch.stop();
      }
    })
    .catch((error: unknown) => {
      if (error instanceof ApplyFailed) return error.errors;
      throw error;
    });
  if (errors.length === 0) return;
  if (stop.aborted) return explainInterrupt(props, errors);
  throw new UserError(await failureMessage(props, errors, watch));
}

/** An error that marks the step as failed. It contains the errors of the apply. */
class ApplyFailed extends Error {
  constructor(readonly errors: readonly string[]) {
    super('The apply failed.');
  }
}

/**
 * Records what an interrupted apply has done, for the message at the end of the command. Then offers to roll back the
 * deployment in ECS.
 */
async function explainInterrupt(props: RolloutProps, errors: readonly string[]): Promise<void> {
  const { terraform, progress, steps, stop } = props;
  for (const error of errors.filter((text) => text.trim() !== 'execution halted'))
    steps.line(colors.dim(`    ${error}`));
  progress.complete('Terraform has completed the changes that it had begun');
  if (terraform.unwrittenState) {
    progress.complete(
      `the state is in ${terraform.unwrittenState}, and the next run of this command writes it to the backend`,
    );
  }
  const outcome = await offerRollback(props);
  if (outcome !== undefined) progress.complete(outcome);
  stop.throwIfAborted();
}
