import type { App } from 'cdktf';
import { checkEnvironments } from './checks/environment-checks';
import type { Environment } from './environment';
import { EnvironmentStack } from './environment-stack';

/**
 * Adds one stack per environment to the app.
 *
 * @throws EnvironmentError when an environment holds wrong values
 */
export function defineStacks(app: App, environments: readonly Environment[]): void {
  checkEnvironments(environments);
  for (const environment of environments) {
    new EnvironmentStack(app, environment);
  }
}
