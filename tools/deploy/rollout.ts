import { colors } from '../console/terminal';
import { UserError } from '../shared/user-error';
import { reportEvent } from '../terraform/apply-event';
import type { DeployedEnvironment } from './deployed-environment';
import type { Progress } from './progress';
import { failureMessage } from './rollout-failure';
import { offerRollback } from './running-deployment';
import { ServiceWatch } from './service-watch';
import type { Undertaking } from './undertaking';

export interface RolloutProps extends DeployedEnvironment, Undertaking {
  readonly progress: Progress;
  /** The name of the step. */
  readonly title: string;
  /** The image that the plan deploys; undefined if it keeps the one that runs. */
  readonly image?: string | undefined;
}

/**
 * Applies the last plan and shows what the service does meanwhile. At Ctrl-C terraform ends its work first; then a deployment that still
 * runs can be rolled back at once.
 * @throws UserError if the apply fails, with the reason and the version that serves; the reason of `stop` after a stop
 */
export async function rollOut(props: RolloutProps): Promise<void> {
  const { environment, terraform, aws, steps, stop, title, image } = props;
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
  const isRemote = environment.state === 'cloud';
  if (stop.aborted && (errors.length > 0 || isRemote)) return explainInterrupt(props, errors);
  if (errors.length > 0) throw new UserError(await failureMessage(props, errors, watch));
  // Terraform exits with 0 also after a remote run that was cancelled or that waited too long for the lock.
  if (isRemote && image !== undefined && (await terraform.outputs()).deployed_image !== image) {
    throw new UserError(
      `Terraform reports no error, but the image was not deployed. The page of the run in Terraform Cloud shows why.`,
    );
  }
}

/** Ends the step as failed, with the errors that belong to it. */
class ApplyFailed extends Error {
  constructor(readonly errors: readonly string[]) {
    super('The apply failed.');
  }
}

/** Notes in which state an interrupted apply has left the environment. */
async function explainInterrupt(props: RolloutProps, errors: readonly string[]): Promise<void> {
  const { environment, terraform, progress, steps, stop } = props;
  for (const error of errors.filter((text) => text.trim() !== 'execution halted'))
    steps.line(colors.dim(`    ${error}`));
  progress.complete(
    environment.state === 'cloud'
      ? 'what Terraform Cloud has applied; the page of the run shows whether it goes on'
      : 'the changes that Terraform had begun; they are in the state',
  );
  if (terraform.unwrittenState) {
    progress.complete(`the state is in ${terraform.unwrittenState}, and the next run writes it to its place`);
  }
  const outcome = await offerRollback(props);
  if (outcome !== undefined) progress.complete(outcome);
  stop.throwIfAborted();
}
