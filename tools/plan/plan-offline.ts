import { withOfflineStack } from '../shared/offline-stack';
import { planFirstDeployment } from './first-deployment';

/**
 * Shows what a first deployment would create, by the real terraform and without an AWS account. Everything happens in
 * a temporary folder.
 *
 * @returns 0, or the exit code of the terraform that failed, which has said why
 * @throws UserError where there is no such environment, or no terraform
 */
export function planOffline(environment: string, image: string, stop: AbortSignal): Promise<number> {
  return withOfflineStack(environment, stop, (stack) => planFirstDeployment(stack, image));
}
