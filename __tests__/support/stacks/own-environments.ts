import { environments } from '../../../environments';
import { bootstrap } from '../../../environments/bootstrap';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { type Changes, fixture } from './fixture-environment';
import { synthesized } from './synthesized';

/** All settings of the fixture, set to undefined, so that an environment that omits a setting does not get the fixture's value. */
const nothing = Object.fromEntries(Object.keys(fixture).map((key) => [key, undefined]));
/**
 * The bootstrap if it has roles; otherwise undefined. Only the roles affect the environments, and without a bootstrap, tests can reuse the
 * stacks of the fixtures.
 */
const withRoles = bootstrap.github || bootstrap.terraformCloud ? bootstrap : undefined;

/**
 * Returns the stacks of the environments in `environments/`, by name. Users edit these environments, so this is only for tests of files
 * that a command writes from them.
 */
export function ownStacks(): ReadonlyMap<string, SynthesizedStack> {
  return new Map(
    environments.map((environment) => {
      const json = synthesized({ ...nothing, ...environment } as Changes, withRoles);
      return [environment.name, new SynthesizedStack(json as unknown as SynthesizedStack['document'])];
    }),
  );
}
