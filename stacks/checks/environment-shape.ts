import { AppResource } from '../app-resources/app-resource';
import type { Environment } from '../environment';
import { appShape } from '../settings/app-settings';
import { computeShape } from '../settings/compute-settings';
import { ingressShape } from '../settings/ingress-settings';
import { monitoringShape } from '../settings/monitoring-settings';
import { networkShape } from '../settings/network-settings';
import { profilesShape } from '../settings/profiles-settings';
import { scaleShape } from '../settings/scale-settings';
import { byName, instanceOf, number, object, objectOr, oneOf, optional, string } from '../settings/shape';
import { stateShape } from '../settings/state-settings';
import { tableShape } from '../settings/table-settings';
import { malformedFields } from './malformed-fields';
import type { SettingsProblem } from './settings-problem';

/**
 * The schema of `Environment` for a check at run time. `cdktf` and `npm run synth` strip types without checking them, so a misspelt field
 * would silently get its default.
 */
const environmentShape = object<Environment>({
  project: string,
  name: string,
  region: string,
  account: optional(string),
  state: stateShape,
  network: networkShape,
  ingress: ingressShape,
  compute: computeShape,
  scale: scaleShape,
  profiles: optional(profilesShape),
  table: optional(objectOr(tableShape, oneOf('none'))),
  app: optional(appShape),
  resources: optional(byName(instanceOf(AppResource))),
  monitoring: optional(monitoringShape),
  logRetentionDays: number(),
  removal: oneOf('destroy', 'protect'),
  expires: optional(string),
});

/**
 * The remedy for an entry of `app.secrets` that is a string. The string may be the value of the secret, so the message does not show it.
 */
const secretRemedy =
  "Name the place that stores the value, { parameter: '/name' } or { secret: 'name', key: 'key' }. The value itself must not be in the code.";

/** Returns the fields of an environment that are missing, misspelt or of the wrong type. */
export function environmentShapeProblems(environment: unknown): SettingsProblem[] {
  return malformedFields(environmentShape, environment, 'stacks/environment.ts').map((problem) =>
    problem.field.startsWith('app.secrets.') && typeof problem.value === 'string'
      ? { ...problem, value: '…', remedy: problem.meant === undefined ? secretRemedy : problem.remedy }
      : problem,
  );
}
