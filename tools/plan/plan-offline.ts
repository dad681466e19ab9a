import { withOfflineStack } from '../shared/offline-stack';
import { planFirstDeployment } from './first-deployment';

/**
 * Shows what a first deployment would create. Runs the real terraform in a temporary folder, without an AWS account.
 *
 * @returns 0, or the exit code of the terraform command that failed and printed the reason
 * @throws UserError if there is no such environment, or no suitable terraform
 */
export function planOffline(environment: string, image: string, stop: AbortSignal): Promise<number> {
  return withOfflineStack(environment, stop, (stack) => planFirstDeployment(stack, image));
}
