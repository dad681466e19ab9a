/** One thing wrong in an environment file, in the words that its user needs. */
export interface SettingsProblem {
  /** Where it stands, for example `compute.memoryMiB`. */
  readonly field: string;
  /** What stands there. */
  readonly value: unknown;
  /** What may stand there, and what to change: one or two sentences. */
  readonly remedy: string;
  /** Where the value should be, if the name of the field is misspelt. */
  readonly meant?: string;
}

/** A value, whether it may stand there, and what to say if not. */
export interface Check extends SettingsProblem {
  readonly allowed: boolean;
}

/** The problems among checks. */
export function failedChecks(checks: readonly Check[]): SettingsProblem[] {
  return checks.filter(({ allowed }) => !allowed);
}
