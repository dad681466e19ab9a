import { bootstrapName } from '../bootstrap/bootstrap';
import { withoutSecrets } from './secret-literals';
import type { SettingsProblem } from './settings-problem';

/** An error in the environment files. Its message is for the user. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  /** @param problems the complete message, or the problems of each environment by its name */
  constructor(problems: string | ReadonlyMap<string, readonly SettingsProblem[]>) {
    super(
      typeof problems === 'string'
        ? problems
        : [...problems].map(([environment, found]) => describe(environment, found)).join('\n'),
    );
  }
}

function describe(environment: string, problems: readonly SettingsProblem[]): string {
  const lines = problems.map(
    ({ field, value, remedy, statement = `is ${withoutSecrets(value) ?? 'missing'}` }) =>
      `  ${field} ${statement}. ${remedy}`,
  );
  const title = environment === bootstrapName ? 'The bootstrap' : `The environment ${JSON.stringify(environment)}`;
  return [`${title} has invalid settings:`, ...lines].join('\n');
}
