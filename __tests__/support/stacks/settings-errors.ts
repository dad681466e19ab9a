import type { AppSettings } from '../../../stacks/settings/app-settings';
import { environmentErrorMessage } from './environment-error-message';
import { type Changes, fixtureWith } from './fixture-environment';

/** A setting that a synth rejects. The error has a line with the field, its value and the remedy. */
export type RejectedSetting = [title: string, changes: Changes, fieldAndValue: string, remedy: string];

/** Returns the error message for environments like the fixture, with these changes; empty if they are valid. */
export function settingsError(...changed: Changes[]): string {
  return environmentErrorMessage(changed.map(fixtureWith));
}

/** Returns the lines of the error message about these settings of the app; none if they are valid. */
export function appErrors(app: AppSettings, changes: Changes = {}): string[] {
  return settingsError({ ...changes, app })
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

/** Returns changes that do not compile, as they may come from plain JavaScript or a cast. */
export function untyped(changes: Record<string, unknown>): Changes {
  return changes as Changes;
}

/** Expects a line with the field, its value and the remedy. */
export function expectRejection(changes: Changes, fieldAndValue: string, remedy: string): void {
  const lines = settingsError(changes).split('\n');
  expect(lines).toContainEqual(expect.stringContaining(fieldAndValue));
  expect(lines.find((line) => line.includes(fieldAndValue) && line.includes(remedy))).toBeDefined();
}
