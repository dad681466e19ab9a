import type { App } from 'cdktf';
import { type Bootstrap, bootstrapName } from './bootstrap/bootstrap';
import { BootstrapStack } from './bootstrap/bootstrap-stack';
import { boundaryName, boundedEnvironments } from './bootstrap/boundaries';
import { checkEnvironments } from './checks/environment-checks';
import type { Environment } from './environment';
import { EnvironmentStack } from './environment-stack';

/**
 * Adds one stack per environment to the app, and one for what the account needs once. All environments are checked, also
 * those whose stack is not wanted, because their names and tables must not clash.
 *
 * @param bootstrap without it, there are only the environments
 * @param names the stacks that are wanted; if empty, all
 * @throws EnvironmentError when an environment or the bootstrap holds wrong values
 */
export function defineStacks(
  app: App,
  environments: readonly Environment[],
  bootstrap?: Bootstrap,
  names: readonly string[] = [],
): void {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  checkEnvironments(environments, bootstrap);
  const bounded = bootstrap ? boundedEnvironments(bootstrap, environments) : [];
  for (const environment of environments.filter(({ name }) => isWanted(name))) {
    const isBounded = bootstrap !== undefined && bounded.includes(environment);
    new EnvironmentStack(app, environment, isBounded ? boundaryName(bootstrap, environment) : undefined);
  }
  if (bootstrap && isWanted(bootstrapName)) {
    new BootstrapStack(app, bootstrap, environments);
  }
}
