import { AppResource } from '../app-resources/app-resource';
import type { Environment } from '../environment';
import type { AppPermission, AppSettings, ContainerSettings } from '../settings/app-settings';
import type { Compute, Ec2Compute } from '../settings/compute-settings';
import type { Domain } from '../settings/domain-settings';
import type { FirewallSettings } from '../settings/firewall-settings';
import type { CdnSettings, Ingress } from '../settings/ingress-settings';
import type { MonitoringSettings } from '../settings/monitoring-settings';
import type { NetworkSettings } from '../settings/network-settings';
import type { DatabaseInstanceSettings, ProfilesStorageSettings } from '../settings/profiles-settings';
import type { ResourceReference } from '../settings/resource-reference';
import type { Scale } from '../settings/scale-settings';
import type { SecretSource } from '../settings/secret-source';
import type { TableSettings } from '../settings/table-settings';
import { malformedFields } from './malformed-fields';
import type { SettingsProblem } from './settings-problem';
import {
  boolean,
  byName,
  instanceOf,
  listOf,
  number,
  object,
  objectOr,
  oneOf,
  oneOfKinds,
  optional,
  string,
  strings,
  stringsByName,
} from './shape';
import { stateShape } from './state-shape';

const mode = optional(oneOf('block', 'count'));
const firewall = object<FirewallSettings>({
  commonRules: mode,
  knownBadInputs: mode,
  ipReputation: mode,
  bodySize: mode,
  rate: mode,
  requestsPerAddress: optional(number()),
});
const architecture = oneOf('ARM64', 'X86_64');

const reference = oneOfKinds<ResourceReference>({
  table: { attribute: oneOf('name', 'arn') },
  'log-group': { attribute: oneOf('name', 'arn') },
  resource: { resource: string, ofKind: string, attribute: string },
});

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
  network: oneOfKinds<NetworkSettings>({
    dedicated: {
      cidr: string,
      publicSubnets: stringsByName,
      privateSubnets: optional(stringsByName),
      nat: optional(oneOf('one', 'per zone')),
    },
    default: {},
    existing: { vpcId: string, publicSubnetIds: strings, privateSubnetIds: optional(strings) },
  }),
  ingress: oneOfKinds<Ingress>({
    direct: { allowFrom: optional(strings) },
    'load-balanced': {
      domain: optional(object<Domain>({ name: string, zone: optional(string), certificateArn: optional(string) })),
      cdn: optional(
        object<CdnSettings>({ priceClass: optional(oneOf('PriceClass_100', 'PriceClass_200', 'PriceClass_All')) }),
      ),
      plainHttp: optional(oneOf('accepted')),
      allowFrom: optional(strings),
      firewall: optional(objectOr(firewall, oneOf('off'))),
    },
  }),
  compute: oneOfKinds<Compute>({
    fargate: { cpu: number(), memoryMiB: number(), architecture, spotPercent: optional(number()) },
    ec2: {
      instanceType: string,
      cpu: number(),
      memoryMiB: number(),
      architecture,
      hosts: object<Ec2Compute['hosts']>({ min: number(), max: number() }),
    },
  }),
  scale: oneOfKinds<Scale>({
    fixed: { tasks: number() },
    automatic: {
      min: number(),
      max: number(),
      cpuPercent: optional(number()),
      requestsPerTask: optional(number()),
    },
  }),
  profiles: optional(
    object<ProfilesStorageSettings>({
      database: object<DatabaseInstanceSettings>({
        instanceClass: string,
        storageGiB: number(),
        maxStorageGiB: number(),
        multiAz: optional(boolean),
        engineVersion: optional(number()),
        allowMajorVersionUpgrade: optional(boolean),
        maintenanceWindow: optional(string),
        backupWindow: optional(string),
        applyImmediately: optional(boolean),
      }),
    }),
  ),
  table: optional(objectOr(object<TableSettings>({ name: optional(string) }), oneOf('none'))),
  app: optional(
    object<AppSettings>({
      container: optional(
        object<ContainerSettings>({
          port: optional(number()),
          healthPath: optional(string),
          command: optional(strings),
          healthCheck: optional(strings),
          readonlyRootFilesystem: optional(boolean),
          localCommand: optional(strings),
        }),
      ),
      environment: optional(byName(objectOr(reference, string))),
      secrets: optional(
        byName(
          object<SecretSource>({
            parameter: optional(string),
            secret: optional(string),
            key: optional(string),
            kmsKey: optional(string),
          }),
        ),
      ),
      permissions: optional(listOf(object<AppPermission>({ actions: strings, resources: strings }))),
      allowedOrigins: optional(strings),
      postsPerMinute: optional(number()),
      exec: optional(boolean),
    }),
  ),
  resources: optional(byName(instanceOf(AppResource))),
  monitoring: optional(object<MonitoringSettings>({ email: optional(string) })),
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
