import { shutdownOf } from '../../contract';

/** The time to start a task in seconds: pull the image, migrate, start, and pass two health checks. */
const startSeconds = 90;

/**
 * The duration of a deployment that replaces tasks in rounds. In each round, new tasks become healthy, then old tasks finish their requests
 * and stop. This frees capacity for the next round.
 *
 * @returns whole minutes, rounded up
 */
export function deploymentMinutes(rounds: number, hasProfiles: boolean): number {
  const { deregistrationDelaySeconds, stopTimeoutSeconds } = shutdownOf(hasProfiles);
  return Math.ceil((rounds * (startSeconds + deregistrationDelaySeconds + stopTimeoutSeconds)) / 60);
}
