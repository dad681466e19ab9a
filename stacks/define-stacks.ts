import type { App } from 'cdktf';
import { type Bootstrap, bootstrapName } from './bootstrap/bootstrap';
import { BootstrapStack } from './bootstrap/bootstrap-stack';
import { boundaryName, boundedEnvironments } from './bootstrap/bounded-environments';
import { checkEnvironments } from './checks/environment-checks';
import type { Environment } from './environment';
import { environmentDocument } from './environment-document';
import { EnvironmentStack } from './environment-stack';
import { everyPreview, type Preview } from './preview';

/**
 * Defines one stack for each environment, and one for the bootstrap. It checks all environments, even if it defines only some stacks,
 * because no two environments may have the same name or the same table.
 *
 * @param bootstrap the settings of the bootstrap; if undefined, only environments are defined
 * @param preview the settings of previews; if undefined, the bootstrap creates no role for previews
 * @param names the names of the stacks to define; if empty, all stacks are defined
 * @throws EnvironmentError if a setting is invalid
 */
export function defineStacks(
  app: App,
  environments: readonly Environment[],
  bootstrap?: Bootstrap,
  preview?: Preview,
  names: readonly string[] = [],
): void {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  checkEnvironments(environments, bootstrap, preview);
  const bounded = bootstrap ? boundedEnvironments(bootstrap, environments) : [];
  const stacks = new Map<Environment, EnvironmentStack>();
  for (const environment of environments.filter(({ name }) => isWanted(name))) {
    const isBounded = bootstrap !== undefined && bounded.includes(environment);
    const boundary = isBounded ? boundaryName(bootstrap, environment) : undefined;
    stacks.set(environment, new EnvironmentStack(app, environment, boundary));
  }
  if (bootstrap && isWanted(bootstrapName)) {
    const listed = environments.filter(({ expires }) => expires === undefined);
    const documentOf = (environment: Environment) =>
      stacks.get(environment)?.toTerraform() ?? environmentDocument(environment, app.outdir);
    new BootstrapStack(app, bootstrap, preview ? [...listed, everyPreview(preview)] : listed, documentOf);
  }
}
