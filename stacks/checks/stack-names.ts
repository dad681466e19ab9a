import { bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import { EnvironmentError } from './environment-error';
import { nearest } from './nearest';

/**
 * Checks the names and options on the command line of the synth.
 * @throws EnvironmentError for an unknown name or option. The message suggests a similar known one
 */
export function checkStackNames(names: readonly string[], environments: readonly Environment[]): void {
  const known = environments.map(({ name }) => name);
  for (const name of names) {
    if (name.startsWith('-')) throw unknownOption(name);
    if (name === bootstrapName || known.includes(name)) continue;
    const meant = nearest(name, [...known, bootstrapName]);
    const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    throw new EnvironmentError(
      `There is no environment "${name}".${suggestion} Known names: ${[...known, bootstrapName].join(', ')}. environments/index.ts lists the environments.`,
    );
  }
}

function unknownOption(option: string): EnvironmentError {
  const meant = nearest(option, ['--check']);
  const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return new EnvironmentError(`There is no option "${option}".${suggestion} The only option is --check.`);
}
