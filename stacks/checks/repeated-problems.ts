import type { SettingsProblem } from './settings-problem';

/**
 * Reports an invalid region or project only once if all environments have the same value. Such a value comes from environments/project.ts.
 * @param count the number of lists when everything is invalid: one per environment, one for the bootstrap, and one for the previews if they
 * have problems
 */
export function withoutRepetition(
  problems: ReadonlyMap<string, readonly SettingsProblem[]>,
  count: number,
): Map<string, readonly SettingsProblem[]> {
  const lists = [...problems];
  const isSame = (one: SettingsProblem, other: SettingsProblem) =>
    one.field === other.field && one.value === other.value;
  const common = (lists[0]?.[1] ?? []).filter(
    (problem) =>
      ['project', 'region'].includes(problem.field) &&
      count > 1 &&
      lists.length === count &&
      lists.every(([, found]) => found.some((other) => isSame(problem, other))),
  );
  const isCommon = (problem: SettingsProblem) => common.some((other) => isSame(problem, other));
  const withPlace = (problem: SettingsProblem) =>
    isCommon(problem)
      ? { ...problem, remedy: `${problem.remedy} All environments have this value; see environments/project.ts.` }
      : problem;
  const shown = lists.map(([title, found], index): [string, readonly SettingsProblem[]] => [
    title,
    index === 0 ? found.map(withPlace) : found.filter((problem) => !isCommon(problem)),
  ]);
  return new Map(shown.filter(([, found]) => found.length > 0));
}
