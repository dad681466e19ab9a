import type {
  AppSettings,
  Compute,
  DatabaseInstanceSettings,
  Domain,
  Ec2Compute,
  Environment,
  FirewallSettings,
  Ingress,
  MonitoringSettings,
  NetworkSettings,
  ProfilesStorageSettings,
  Scale,
  TableSettings,
} from '../environment';
import type { SettingsProblem } from './settings-problem';
import {
  flag,
  malformedFields,
  namedTexts,
  number,
  object,
  objectOr,
  oneOf,
  oneOfKinds,
  optional,
  stateShape,
  text,
  texts,
} from './shape';

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

/**
 * The shape of `Environment`, for programs that run without the compiler: `cdktf` and `npm run synth` strip the types unread, and a
 * misspelt field must not silently mean its default.
 */
const environmentShape = object<Environment>({
  project: text,
  name: text,
  region: text,
  account: optional(text),
  state: stateShape,
  network: oneOfKinds<NetworkSettings>({
    dedicated: {
      cidr: text,
      publicSubnets: namedTexts,
      privateSubnets: optional(namedTexts),
      nat: optional(oneOf('one', 'per zone')),
    },
    default: {},
  }),
  ingress: oneOfKinds<Ingress>({
    direct: {},
    'load-balanced': {
      domain: optional(object<Domain>({ name: text, zone: text })),
      plainHttp: optional(oneOf('accepted')),
      firewall: optional(objectOr(firewall, oneOf('off'))),
    },
  }),
  compute: oneOfKinds<Compute>({
    fargate: { cpu: number(), memoryMiB: number(), architecture, spotPercent: optional(number()) },
    ec2: {
      instanceType: text,
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
        instanceClass: text,
        storageGiB: number(),
        maxStorageGiB: number(),
        multiAz: optional(flag),
        engineVersion: optional(number()),
        allowMajorVersionUpgrade: optional(flag),
        maintenanceWindow: optional(text),
        backupWindow: optional(text),
        applyImmediately: optional(flag),
      }),
    }),
  ),
  table: optional(object<TableSettings>({ name: optional(text) })),
  app: optional(object<AppSettings>({ allowedOrigins: optional(texts), postsPerMinute: optional(number()) })),
  monitoring: optional(object<MonitoringSettings>({ email: optional(text) })),
  logRetentionDays: number(),
  removal: oneOf('destroy', 'protect'),
  expires: optional(text),
});

/** Fields of an environment that are missing, misspelt or of another type. */
export function environmentShapeProblems(environment: unknown): SettingsProblem[] {
  return malformedFields(environmentShape, environment, 'stacks/environment.ts');
}
