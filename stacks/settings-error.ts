/** One thing wrong in an environment file, in the words that its user needs. */
export interface Problem {
  /** Where it stands, for example `compute.memoryMiB`. */
  readonly field: string;
  /** What stands there. */
  readonly value: unknown;
  /** What may stand there, and what to change: one or two sentences. */
  readonly remedy: string;
}

/** Thrown when environment files hold values that AWS or this project refuse; its message is meant for the user. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(problems: ReadonlyMap<string, readonly Problem[]>) {
    super([...problems].map(([environment, found]) => describe(environment, found)).join('\n'));
  }
}

function describe(environment: string, problems: readonly Problem[]): string {
  const lines = problems.map(({ field, value, remedy }) => `  ${field} is ${JSON.stringify(value)}. ${remedy}`);
  return [`The environment ${JSON.stringify(environment)} cannot be built:`, ...lines].join('\n');
}
