import type { Problem } from './problem';

/** Thrown when environment files hold values that AWS or this project refuse; its message is meant for the user. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  /** @param problems what is wrong, by the name of the environment */
  constructor(problems: ReadonlyMap<string, readonly Problem[]>) {
    super([...problems].map(([environment, found]) => describe(environment, found)).join('\n'));
  }
}

function describe(environment: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ field, value, remedy }) => `  ${field} is ${JSON.stringify(value)}. ${remedy}`);
  return [`The environment ${JSON.stringify(environment)} cannot be built:`, ...lines].join('\n');
}
