import { shutdownOf } from '../../contract';

/** From the request for a task to its second health check: pull the image, migrate, start. */
const startSeconds = 90;

/**
 * How long a deployment takes that replaces tasks in rounds: in each, new tasks become healthy, then old ones finish their requests
 * and stop, and only then is there room for the next ones.
 *
 * @returns whole minutes, rounded up
 */
export function deploymentMinutes(rounds: number, hasProfiles: boolean): number {
  const { deregistrationDelaySeconds, stopTimeoutSeconds } = shutdownOf(hasProfiles);
  return Math.ceil((rounds * (startSeconds + deregistrationDelaySeconds + stopTimeoutSeconds)) / 60);
}
