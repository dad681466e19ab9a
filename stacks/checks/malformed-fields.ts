import * as v from 'valibot';
import type { SettingsProblem } from './settings-problem';
import { unknownField } from './unknown-field';

/**
 * Returns the fields of the settings that do not fit the shape: missing fields, unknown fields, and fields of the wrong type.
 * @param declaration the path of the file that documents the fields, for the messages
 */
export function malformedFields(shape: v.GenericSchema, settings: unknown, declaration: string): SettingsProblem[] {
  const { issues = [] } = v.safeParse(shape, settings);
  const problems = issues.map((issue) => {
    const field = v.getDotPath(issue) ?? 'it';
    if (issue.type !== 'never') return { field, value: issue.input, remedy: remedyOf(issue, declaration) };
    const { remedy, meant } = unknownField(shape, issue.path ?? []);
    return { field, value: issue.input, remedy, ...(meant !== undefined && { meant: siblingPath(field, meant) }) };
  });
  const meant = new Set(problems.flatMap((problem) => problem.meant ?? []));
  // If a required field is misspelt, report only the misspelt field, not the missing one.
  return problems.filter(({ field, value }) => value !== undefined || !meant.has(field));
}

/** Returns the path of another field of the same object, for example `a.c` for the field `a.b` and the name `c`. */
function siblingPath(field: string, name: string): string {
  return [...field.split('.').slice(0, -1), name].join('.');
}

/** Returns whether these parts of the settings are well formed, so that their values can be checked. */
export type CanCheck = (...parts: readonly string[]) => boolean;

/**
 * Whether these parts of the settings have no malformed field, so that their values can be checked. Other parts of the same section may be
 * malformed: `app.secrets` can be checked although `app.permissions` is malformed.
 */
export function areWellFormed(malformed: readonly SettingsProblem[], parts: readonly string[]): boolean {
  const fields = malformed.flatMap(({ field, meant }) => (meant === undefined ? [field] : [field, meant]));
  const contains = (outer: string, inner: string) => outer === inner || inner.startsWith(`${outer}.`);
  return !fields.some((field) => parts.some((part) => contains(part, field) || contains(field, part)));
}

function remedyOf(issue: v.BaseIssue<unknown>, declaration: string): string {
  if (issue.input === undefined) return `Add the setting; ${declaration} documents it.`;
  return `Use ${expected(issue)}.`;
}

/** Returns the expected type in words, for example `"destroy" or "protect"` instead of valibot's `("destroy" | "protect")`. */
function expected(issue: v.BaseIssue<unknown>): string {
  const names: Readonly<Record<string, string>> = {
    string: 'a string',
    number: 'a number',
    boolean: 'true or false',
    Object: 'an object',
    Array: 'a list',
    AppResource: 'queue(), bucket(), topic() or another function of stacks/app-resources/',
  };
  const alternatives = (issue.expected ?? '').replace(/^\((.*)\)$/, '$1').split(' | ');
  return alternatives.map((alternative) => names[alternative] ?? alternative).join(' or ');
}
