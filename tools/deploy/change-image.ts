import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { hasChanges } from '../plan/plan-summary';
import { type Consents, obtainConsent } from './consent';
import type { DeployedEnvironment } from './deployed-environment';
import { planAndPrint } from './planning';
import { rollOut } from './rollout';

export interface ChangeImageProps extends DeployedEnvironment, Consents {
  /** `<repository>@sha256:…`, or `none` to run nothing. */
  readonly image: string;
  /** The name of the step that applies. */
  readonly title: string;
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** Stops after the plan. @default false */
  readonly dryRun?: boolean;
}

/**
 * Plans and applies another image, with the settings as they are in the files now.
 * @returns whether anything was changed
 * @throws UserError if the apply fails
 */
export async function changeImage(props: ChangeImageProps): Promise<boolean> {
  const { terraform, image, steps, stop, title, dryRun } = props;
  const summary = await planAndPrint(terraform, steps, image);
  if (dryRun || !hasChanges(summary)) {
    console.log(colors.dim(dryRun ? 'A dry run: nothing was changed.' : 'Nothing to do.'));
    return false;
  }
  await obtainConsent(summary, props, stop);
  await rollOut({ ...props, title });
  return true;
}
