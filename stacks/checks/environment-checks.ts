import { type Bootstrap, bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import { bootstrapProblems } from './bootstrap-checks';
import { EnvironmentError } from './environment-error';
import { environmentShapeProblems } from './environment-shape';
import { ingressProblems } from './ingress-checks';
import { monitoringProblems } from './monitoring-checks';
import { clashProblems, nameProblems } from './name-checks';
import { networkProblems } from './network-checks';
import { privateProblems } from './private-checks';
import { serviceProblems } from './service-checks';
import type { SettingsProblem } from './settings-problem';
import { areWellFormed } from './shape';
import { stateProblems } from './state-checks';

/**
 * @param bootstrap is checked with the environments, where there is one
 * @throws EnvironmentError that names every wrong value of all of them
 */
export function checkEnvironments(environments: readonly Environment[], bootstrap?: Bootstrap): void {
  const problems = new Map<string, readonly SettingsProblem[]>();
  environments.forEach((environment, index) => {
    const found = problemsOf(environment, environments.slice(0, index));
    if (found.length > 0) {
      const title = String(environment.name);
      problems.set(title, [...(problems.get(title) ?? []), ...found]);
    }
  });
  if (bootstrap) {
    const sound = environments.filter(({ name }) => !problems.has(String(name)));
    const found = bootstrapProblems(bootstrap, sound);
    if (found.length > 0) problems.set(bootstrapName, found);
  }
  if (problems.size > 0) {
    throw new EnvironmentError(saidOnce(problems, environments.length + (bootstrap ? 1 : 0)));
  }
}

/**
 * Leaves what is wrong with the region or the project to the first that has it, if all have the same value: that is then in
 * environments/project.ts.
 * @param count how many environments there are, with the bootstrap
 */
function saidOnce(
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
      ? { ...problem, remedy: `${problem.remedy} All have this value; see environments/project.ts.` }
      : problem;
  const shown = lists.map(([title, found], index): [string, readonly SettingsProblem[]] => [
    title,
    index === 0 ? found.map(withPlace) : found.filter((problem) => !isCommon(problem)),
  ]);
  return new Map(shown.filter(([, found]) => found.length > 0));
}

function problemsOf(environment: Environment, earlier: readonly Environment[]): SettingsProblem[] {
  const malformed = environmentShapeProblems(environment);
  const isSound = (...parts: (keyof Environment)[]) => areWellFormed(malformed, parts);
  return [
    ...malformed,
    ...(isSound('project', 'name', 'region', 'account', 'table') ? nameProblems(environment) : []),
    ...(isSound('name', 'region', 'account', 'table') ? clashProblems(environment, earlier) : []),
    ...(isSound('project', 'name', 'state') ? stateProblems(environment, earlier) : []),
    ...(isSound('network') && environment.network.kind === 'dedicated' ? networkProblems(environment.network) : []),
    ...(isSound('ingress', 'scale') ? ingressProblems(environment) : []),
    ...(isSound('compute', 'scale', 'app', 'logRetentionDays') ? serviceProblems(environment) : []),
    ...(isSound('network', 'ingress', 'compute', 'profiles') ? privateProblems(environment) : []),
    ...(isSound('monitoring') ? monitoringProblems(environment) : []),
  ];
}
