import type { CommandRun } from '../console/command-run';
import { colors } from '../console/terminal';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { isStateEmpty } from '../live/empty-state';
import { type Consents, obtainConsent } from './consent';
import { planAndPrint } from './planning';
import type { Progress } from './progress';
import { rollOut } from './rollout';
import { planSettled } from './settled-plan';

export interface ChangeImageProps extends DeployedEnvironment, CommandRun {
  /** The image to run: `<repository>@sha256:…`, or `none` to run no tasks. */
  readonly image: string;
  /** The title of the step that applies the plan. */
  readonly title: string;
  readonly consents: Consents;
  readonly progress: Progress;
  /** Whether to stop after the plan. @default false */
  readonly dryRun?: boolean;
}

/**
 * Plans and applies a deployment of the image, together with all unapplied changes in the environment's file.
 * @returns whether the environment now runs the image; false after a dry run
 * @throws UserError if the environment exists in AWS but its state is empty here, or if the apply fails
 */
export async function changeImage(props: ChangeImageProps): Promise<boolean> {
  const { environment, terraform, image, steps, stop, consents, dryRun } = props;
  await isStateEmpty(props);
  const plan = () => planAndPrint({ terraform, stack: environment.stack, steps }, image);
  const planned = await (dryRun ? plan() : planSettled(props, plan));
  if (dryRun) {
    steps.line(colors.dim('Nothing was changed.'));
    return false;
  }
  if (!planned.hasChanges) {
    steps.line(colors.dim('Nothing to do.'));
    return true;
  }
  await obtainConsent(planned.summary, consents, { stop });
  await rollOut(props);
  return true;
}
