import { Annotations, type App } from 'cdktf';
import { type Bootstrap, bootstrapName } from './bootstrap/bootstrap';
import { BootstrapStack } from './bootstrap/bootstrap-stack';
import { boundaryName, boundedEnvironments } from './bootstrap/bounded-environments';
import { checkEnvironments } from './checks/environment-checks';
import { environmentWarnings } from './checks/environment-warnings';
import type { Environment } from './environment';
import { EnvironmentStack } from './environment-stack';
import { everyPreview, type Preview } from './preview';
import { environmentDocument } from './synthesis/environment-document';

export interface StacksProps {
  readonly environments: readonly Environment[];
  /** The settings of the bootstrap. @default none: only environments are defined */
  readonly bootstrap?: Bootstrap | undefined;
  /** The settings of previews. @default none: the bootstrap creates no role for previews */
  readonly preview?: Preview | undefined;
  /** The names of the stacks to define. @default all stacks */
  readonly names?: readonly string[];
}

/**
 * Defines one stack for each environment, and one for the bootstrap. It checks all environments, even if it defines only some stacks,
 * because no two environments may have the same name or the same table.
 * @throws EnvironmentError if a setting is invalid
 */
export function defineStacks(app: App, { environments, bootstrap, preview, names = [] }: StacksProps): void {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  checkEnvironments(environments, bootstrap, preview);
  const bounded = bootstrap ? boundedEnvironments(bootstrap, environments) : [];
  const stacks = new Map<Environment, EnvironmentStack>();
  for (const environment of environments.filter(({ name }) => isWanted(name))) {
    const isBounded = bootstrap !== undefined && bounded.includes(environment);
    const boundary = isBounded ? boundaryName(bootstrap, environment) : undefined;
    const stack = new EnvironmentStack(app, environment, boundary);
    for (const warning of environmentWarnings(environment)) Annotations.of(stack).addWarning(warning);
    stacks.set(environment, stack);
  }
  if (bootstrap && isWanted(bootstrapName)) {
    const listed = environments.filter(({ expires }) => expires === undefined);
    const documentOf = (environment: Environment) =>
      stacks.get(environment)?.toTerraform() ?? environmentDocument(environment, app.outdir);
    const all = preview ? [...listed, everyPreview(preview)] : listed;
    new BootstrapStack(app, { bootstrap, environments: all, documentOf });
  }
}
