import { environments } from '../../../environments';
import { bootstrap } from '../../../environments/bootstrap';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { type Changes, fixture } from './fixture-environment';
import { synthesized } from './synthesized';

/** All settings of the fixture with the value undefined. If an environment omits a setting, it must not get the fixture's value. */
const nothing = Object.fromEntries(Object.keys(fixture).map((key) => [key, undefined]));
/**
 * The bootstrap, or undefined if it has no roles. A bootstrap without roles does not affect the environments, and omitting it lets tests
 * reuse stacks that are already synthesized.
 */
const withRoles = bootstrap.github || bootstrap.terraformCloud ? bootstrap : undefined;

/**
 * Returns the stacks of the environments in `environments/`, by name. Only tests of files that a command generates from these environments
 * may use them, because users edit the environments.
 */
export function ownStacks(): ReadonlyMap<string, SynthesizedStack> {
  return new Map(
    environments.map((environment) => {
      const json = synthesized({ ...nothing, ...environment } as Changes, withRoles);
      return [environment.name, new SynthesizedStack(json as unknown as SynthesizedStack['document'])];
    }),
  );
}
