import type { AppSettings } from '../../../stacks/settings/app-settings';
import { environmentErrorMessage } from './environment-error-message';
import { type Changes, fixtureWith } from './fixture-environment';

/** A setting that the synthesis rejects. One line of the error message contains the field with its value, and the remedy. */
export type RejectedSetting = [title: string, changes: Changes, fieldAndValue: string, remedy: string];

/**
 * Returns the error message for one or more environments, each of which is the fixture with these changes. It is empty if all settings are
 * valid.
 */
export function settingsError(...changed: Changes[]): string {
  return environmentErrorMessage(changed.map(fixtureWith));
}

/** Returns the lines of the error message for these settings of the app. Valid settings result in an empty list. */
export function appErrors(app: AppSettings, changes: Changes = {}): string[] {
  return settingsError({ ...changes, app })
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

/** Returns changes that the compiler would reject. Users can still write such settings, with a cast or in plain JavaScript. */
export function untyped(changes: Record<string, unknown>): Changes {
  return changes as Changes;
}

/** Expects one line of the error message to contain the field with its value, and the remedy. */
export function expectRejection(changes: Changes, fieldAndValue: string, remedy: string): void {
  const lines = settingsError(changes).split('\n');
  expect(lines).toContainEqual(expect.stringContaining(fieldAndValue));
  expect(lines.find((line) => line.includes(fieldAndValue) && line.includes(remedy))).toBeDefined();
}
