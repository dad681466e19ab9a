import type { App } from 'cdktf';
import type { Bootstrap } from './bootstrap/bootstrap';
import { BootstrapStack } from './bootstrap/bootstrap-stack';
import { checkEnvironments } from './checks/environment-checks';
import type { Environment } from './environment';
import { EnvironmentStack } from './environment-stack';

/**
 * Adds one stack per environment to the app, and one for what the account needs once.
 *
 * @param bootstrap without it, there are the environments alone
 * @throws EnvironmentError when an environment or the bootstrap holds wrong values
 */
export function defineStacks(app: App, environments: readonly Environment[], bootstrap?: Bootstrap): void {
  checkEnvironments(environments, bootstrap);
  for (const environment of environments) {
    new EnvironmentStack(app, environment);
  }
  if (bootstrap) {
    new BootstrapStack(app, bootstrap, environments);
  }
}
