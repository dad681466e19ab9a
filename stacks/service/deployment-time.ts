import { shutdownOf } from '../../contract';

/** How many seconds a task needs to start: to pull the image, migrate the database, start the app, and pass two health checks. */
const startSeconds = 90;

/**
 * Returns the duration, in minutes, of a deployment that replaces the tasks in rounds. In each round, new tasks become healthy. Then old
 * tasks finish their requests and stop, which frees capacity for the next round.
 * @returns whole minutes, rounded up
 */
export function deploymentMinutes(rounds: number, hasProfiles: boolean): number {
  const { deregistrationDelaySeconds, stopTimeoutSeconds } = shutdownOf(hasProfiles);
  return Math.ceil((rounds * (startSeconds + deregistrationDelaySeconds + stopTimeoutSeconds)) / 60);
}
