/** An invalid setting in an environment file, and what to do about it. */
export interface SettingsProblem {
  /** The path of the setting, for example `compute.memoryMiB`. */
  readonly field: string;
  /** The invalid value. The message shows this value, unless there is a `statement`. */
  readonly value: unknown;
  /**
   * The words of the message between the field and the remedy, for example `cannot be used`.
   * @default `is`, followed by the value
   */
  readonly statement?: string;
  /** One or two sentences about the allowed values and the necessary change. */
  readonly remedy: string;
  /** The path of the intended field, if the field is probably a misspelling. */
  readonly meant?: string;
}

/** A check of a setting: whether its value is allowed, and the problem to report otherwise. */
export interface SettingsCheck extends SettingsProblem {
  readonly allowed: boolean;
}

/** Returns the checks that failed, as problems. */
export function failedChecks(checks: readonly SettingsCheck[]): SettingsProblem[] {
  return checks.filter(({ allowed }) => !allowed);
}
