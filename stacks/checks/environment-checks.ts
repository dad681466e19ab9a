import { previewPrefix } from '../../contract';
import { type Bootstrap, bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import type { Preview } from '../preview';
import { previewEnvironment } from '../preview';
import type { NetworkSettings } from '../settings/network-settings';
import { appProblems } from './app-settings/app-checks';
import { resourceProblems } from './app-settings/resource-checks';
import { bootstrapProblems } from './bootstrap/bootstrap-checks';
import { clashProblems } from './clash-checks';
import { serviceProblems } from './compute/service-checks';
import { databaseProblems } from './database-checks';
import { EnvironmentError } from './environment-error';
import { environmentShapeProblems } from './environment-shape';
import { areWellFormed, type CanCheck } from './malformed-fields';
import { monitoringProblems } from './monitoring-checks';
import { nameProblems, tableNameProblems } from './name-checks';
import { allowFromProblems } from './network/allow-from-checks';
import { domainProblems, previewDomainProblems } from './network/domain-checks';
import { existingNetworkProblems } from './network/existing-network-checks';
import { ingressProblems } from './network/ingress-checks';
import { networkProblems } from './network/network-checks';
import { privateSubnetProblems } from './network/private-subnet-checks';
import { withoutRepetition } from './repeated-problems';
import type { SettingsProblem } from './settings-problem';
import { stateProblems } from './state-checks';

/**
 * Checks the settings of all environments.
 * @param bootstrap the settings of the bootstrap. Without them, only the environments are checked
 * @param preview the settings of previews. Without them, previews are not checked
 * @throws EnvironmentError with all invalid settings
 */
export function checkEnvironments(
  environments: readonly Environment[],
  bootstrap?: Bootstrap,
  preview?: Preview,
): void {
  const problems = new Map<string, readonly SettingsProblem[]>();
  environments.forEach((environment, index) => {
    const found = problemsOf(environment, environments.slice(0, index));
    if (found.length > 0) {
      const title = String(environment.name);
      problems.set(title, [...(problems.get(title) ?? []), ...found]);
    }
  });
  const ofPreviews = preview ? previewProblems(preview, environments) : [];
  if (ofPreviews.length > 0) problems.set(previewPrefix, ofPreviews);
  if (bootstrap) {
    const isPreviewValid = ofPreviews.length === 0 && !problems.has(String(preview?.base.name));
    const valid = environments.filter(({ name }) => !problems.has(String(name)));
    const found = bootstrapProblems(bootstrap, valid, isPreviewValid ? preview : undefined);
    if (found.length > 0) problems.set(bootstrapName, found);
  }
  if (problems.size > 0) {
    throw new EnvironmentError(
      withoutRepetition(problems, environments.length + (bootstrap ? 1 : 0) + (ofPreviews.length > 0 ? 1 : 0)),
    );
  }
}

/**
 * Returns the problems with the environment that previews copy. If this environment is listed, most of its problems are omitted, because
 * they are reported under its own name.
 */
function previewProblems(preview: Preview, environments: readonly Environment[]): readonly SettingsProblem[] {
  const malformed = environmentShapeProblems(preview.base);
  const isListed = environments.includes(preview.base);
  if (malformed.length > 0) return isListed ? [] : malformed;
  return [
    ...previewDomainProblems(preview.base),
    ...(isListed ? [] : problemsOf(previewEnvironment(preview, `${previewPrefix}1`, new Date()), [])),
  ];
}

function problemsOfNetwork(network: NetworkSettings): SettingsProblem[] {
  if (network.kind === 'default') return [];
  return network.kind === 'existing' ? existingNetworkProblems(network) : networkProblems(network);
}

function problemsOf(environment: Environment, earlier: readonly Environment[]): SettingsProblem[] {
  const malformed = environmentShapeProblems(environment);
  const canCheck: CanCheck = (...parts) => areWellFormed(malformed, parts);
  return [
    ...malformed,
    ...(canCheck('project', 'name', 'region', 'account') ? nameProblems(environment) : []),
    ...(canCheck('table') ? tableNameProblems(environment) : []),
    ...(canCheck('project', 'name', 'region', 'account', 'table') ? clashProblems(environment, earlier) : []),
    ...(canCheck('project', 'name', 'state') ? stateProblems(environment, earlier) : []),
    ...(canCheck('network') ? problemsOfNetwork(environment.network) : []),
    ...(canCheck('ingress', 'region', 'account') ? domainProblems(environment) : []),
    ...(canCheck('ingress') ? allowFromProblems(environment) : []),
    ...(canCheck('ingress', 'scale') ? ingressProblems(environment) : []),
    ...serviceProblems(environment, canCheck),
    ...appProblems(environment, canCheck),
    ...(canCheck('app.environment', 'resources') ? resourceProblems(environment) : []),
    ...(canCheck('network', 'ingress', 'compute', 'profiles')
      ? [...privateSubnetProblems(environment), ...databaseProblems(environment)]
      : []),
    ...(canCheck('monitoring') ? monitoringProblems(environment) : []),
  ];
}
