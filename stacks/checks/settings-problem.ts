/** An invalid setting in an environment file, and what to do about it. */
export interface SettingsProblem {
  /** The path of the field, for example `compute.memoryMiB`. */
  readonly field: string;
  /** Its value. */
  readonly value: unknown;
  /** The verb of the message, if the value is not the problem: `cannot be used`. @default `is`, and the value */
  readonly statement?: string;
  /** One or two sentences about the allowed values and the necessary change. */
  readonly remedy: string;
  /** The path of the intended field, if the name of the field is misspelt. */
  readonly meant?: string;
}

/** A check of a value. If the value is not allowed, the other fields describe the problem. */
export interface SettingsCheck extends SettingsProblem {
  readonly allowed: boolean;
}

/** Returns the problems with the values that are not allowed. */
export function failedChecks(checks: readonly SettingsCheck[]): SettingsProblem[] {
  return checks.filter(({ allowed }) => !allowed);
}
