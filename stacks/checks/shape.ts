import * as v from 'valibot';
import type { SettingsProblem } from './settings-problem';
import { unknownField } from './unknown-field';

/** An object with these fields and no others. valibot's own strictObject reports only the first field too many. */
export function closed<Fields extends v.ObjectEntries>(fields: Fields) {
  return v.objectWithRest(fields, v.never());
}

/** The shape of `State`, which environments and the bootstrap have. */
export const stateShape = v.variant('kind', [
  closed({ kind: v.literal('local') }),
  closed({ kind: v.literal('s3'), bucket: v.string(), region: v.string() }),
  closed({ kind: v.literal('cloud'), organization: v.string(), workspace: v.optional(v.string()) }),
]);

/**
 * Fields that are missing, misspelt or of another type than the shape says.
 * @param declaration the file that tells what each field holds
 */
export function misshapenFields(shape: v.GenericSchema, settings: unknown, declaration: string): SettingsProblem[] {
  const { issues = [] } = v.safeParse(shape, settings);
  const problems = issues.map((issue) => {
    const field = v.getDotPath(issue) ?? 'it';
    if (issue.type !== 'never') return { field, value: issue.input, remedy: remedyOf(issue, declaration) };
    const { remedy, meant } = unknownField(shape, issue.path ?? []);
    return { field, value: issue.input, remedy, ...(meant !== undefined && { meant: beside(field, meant) }) };
  });
  const meant = new Set(problems.flatMap((problem) => problem.meant ?? []));
  // A field that is missing because its name is misspelt is one problem.
  return problems.filter(({ field, value }) => value !== undefined || !meant.has(field));
}

/** The path of another field of the same object. */
function beside(field: string, name: string): string {
  return [...field.split('.').slice(0, -1), name].join('.');
}

/** Whether none of these parts of the settings is misshapen: only then their values can be looked at. */
export function areSound(misshapen: readonly SettingsProblem[], parts: readonly string[]): boolean {
  const fields = misshapen.flatMap(({ field, meant }) => (meant === undefined ? [field] : [field, meant]));
  return !fields.some((field) => parts.some((part) => field === part || field.startsWith(`${part}.`)));
}

function remedyOf(issue: v.BaseIssue<unknown>, declaration: string): string {
  if (issue.input === undefined) return `Add it; ${declaration} says what it holds.`;
  return `Use ${expected(issue)}.`;
}

/** `("destroy" | "protect")` as a person would say it. */
function expected(issue: v.BaseIssue<unknown>): string {
  const names: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    Object: 'an object',
    Array: 'a list',
  };
  const alternatives = (issue.expected ?? '').replace(/^\((.*)\)$/, '$1').split(' | ');
  return alternatives.map((alternative) => names[alternative] ?? alternative).join(' or ');
}
