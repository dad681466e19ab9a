import type { CommandRun } from '../console/command-run';
import { colors } from '../console/terminal';
import { idleCost } from '../cost/plan-cost';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { isFirstApply } from '../live/empty-state';
import type { ChangeOptions } from './change-command';
import { obtainConsent } from './consent';
import { planFor, planImage } from './plan-deployment';
import type { Progress } from './progress';
import { rollOut } from './rollout';
import type { SavedPlanOptions } from './saved-plan-options';
import { planSettled } from './settled-plan';

/** An image to deploy. Its digest is known before the image is in the environment's registry. */
export interface ImageToDeploy {
  readonly version: string;
  /** The name of the image: `<repository>@sha256:…` */
  readonly reference: string;
  /** The past participle that messages use for `deliver`. */
  readonly transfer: 'pushed' | 'copied';
  /** Puts the image into the registry of the environment, as a separate step. */
  deliver(): Promise<void>;
}

export interface DeployImageProps extends DeployedEnvironment, CommandRun {
  readonly options: ChangeOptions & SavedPlanOptions;
  readonly progress: Progress;
  readonly image: ImageToDeploy;
}

/**
 * Plans the deployment of an image, asks the user, and deploys the image.
 * The first deployment creates everything except the service before it delivers the image, because the registry does
 * not exist yet.
 * @returns `planned` after `options.plan`; `unchanged` if there was nothing to do
 * @throws UserError if the user does not consent, or an apply fails
 */
export async function deployImage(props: DeployImageProps): Promise<'planned' | 'unchanged' | 'deployed'> {
  const { environment, terraform, options, progress, steps, stop, image } = props;
  const { name } = environment;
  const { version, reference } = image;
  const planning = { ...options, terraform, stack: environment.stack, steps };
  const isFirst = await isFirstApply(props);
  const plan = () => planFor({ environment: name, version, image: reference, isFirst }, planning);
  const planned = await (options.plan ? plan() : planSettled(props, plan));
  if (isFirst) {
    steps.line(
      `\nAfter this apply, the image of version ${version} is ${image.transfer} to the registry and deployed.`,
    );
    steps.line(`Once its tasks run, ${name} costs ${idleCost(environment.stack)}.`);
  }
  if (options.plan) {
    steps.line(colors.dim('Nothing was changed.'));
    return 'planned';
  }
  if (!isFirst && !planned.hasChanges) return 'unchanged';
  await obtainConsent(planned.summary, options, { stop });

  if (isFirst) {
    await rollOut({ ...props, title: 'Create everything except the service' });
    progress.complete('everything except the service exists');
  }
  await image.deliver();
  progress.complete(`the image of version ${version} is in the registry`);
  if (isFirst) await planImage(reference, planning);
  await rollOut({ ...props, title: 'Deploy' });
  progress.complete(`${name} runs version ${version}`, 'the check at the public address');
  return 'deployed';
}
