import { environments } from '../../../environments';
import { bootstrap } from '../../../environments/bootstrap';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { type Changes, fixture } from './fixture-environment';
import { synthesized } from './synthesized';

/** The fixture's settings, removed: an environment that omits one must not get it. */
const nothing = Object.fromEntries(Object.keys(fixture).map((key) => [key, undefined]));
/** Other parts of the bootstrap change no environment. Without them, tests share the synthesis of the fixtures. */
const withRoles = bootstrap.github || bootstrap.terraformCloud ? bootstrap : undefined;

/**
 * Returns the stacks of the environments in `environments/`, which users edit. Only for tests of files that a command
 * writes from them.
 * @returns the stacks by their names
 */
export function ownStacks(): ReadonlyMap<string, SynthesizedStack> {
  return new Map(
    environments.map((environment) => {
      const json = synthesized({ ...nothing, ...environment } as Changes, withRoles);
      return [environment.name, new SynthesizedStack(json as unknown as SynthesizedStack['document'])];
    }),
  );
}
