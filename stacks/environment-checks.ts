import type { Environment } from './environment';
import { clashProblems, nameProblems } from './name-checks';
import { networkProblems } from './network-checks';
import type { Problem } from './problem';
import { serviceProblems } from './service-checks';
import { SettingsError } from './settings-error';

/** @throws SettingsError that names every wrong value of every environment */
export function checkEnvironments(environments: readonly Environment[]): void {
  const problems = new Map<string, readonly Problem[]>();
  environments.forEach((environment, index) => {
    const found = [
      ...nameProblems(environment),
      ...clashProblems(environment, environments.slice(0, index)),
      ...networkProblems(environment.network),
      ...serviceProblems(environment),
    ];
    if (found.length > 0) {
      problems.set(environment.name, [...(problems.get(environment.name) ?? []), ...found]);
    }
  });
  if (problems.size > 0) {
    throw new SettingsError(problems);
  }
}
