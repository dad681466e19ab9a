import type {
  CommonSettings,
  Compute,
  Environment,
  Ingress,
  NetworkSettings,
  ProfilesStorageSettings,
  Scale,
} from '../../../stacks/environment';

/**
 * The environment that tests of the stacks are about. It is `dev` as it is shipped, and not `environments/dev.ts` itself, because that
 * is for users to edit: their tests must go on passing.
 */
export const fixture = {
  project: 'eight-digit',
  name: 'dev',
  region: 'eu-central-1',
  state: { kind: 'local' },
  network: {
    kind: 'dedicated',
    cidr: '10.0.0.0/16',
    publicSubnets: { a: '10.0.1.0/24', b: '10.0.2.0/24' },
  },
  ingress: { kind: 'direct' },
  compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' },
  scale: { kind: 'fixed', tasks: 1 },
  table: { name: 'EightDigit' },
  logRetentionDays: 7,
  removal: 'destroy',
} as const satisfies Environment;

/** What a test changes. A mixture that does not compile can be written too: types are tested elsewhere. */
export interface Changes extends Partial<CommonSettings> {
  readonly network?: NetworkSettings;
  readonly compute?: Compute;
  readonly profiles?: ProfilesStorageSettings;
  readonly ingress?: Ingress;
  readonly scale?: Scale;
}

/** The fixture with changes. */
export function fixtureWith(changes: Changes): Environment {
  return { ...fixture, ...changes } as Environment;
}

/** The changes that make the shipped `staging` of the fixture, tables and names included. */
export const balanced = {
  name: 'staging',
  network: { kind: 'default' },
  ingress: { kind: 'load-balanced' },
  scale: { kind: 'automatic', min: 2, max: 4 },
  table: undefined,
  monitoring: {},
  logRetentionDays: 30,
} as const satisfies Changes;

/** The changes that make the shipped `prod` of the fixture, but that it may be destroyed. */
export const threeTiers = {
  name: 'prod',
  network: {
    kind: 'dedicated',
    cidr: '10.2.0.0/16',
    publicSubnets: { a: '10.2.1.0/24', b: '10.2.2.0/24' },
    privateSubnets: { a: '10.2.16.0/20', b: '10.2.32.0/20' },
    nat: 'one',
  },
  ingress: { kind: 'load-balanced', plainHttp: 'accepted', firewall: {} },
  compute: {
    kind: 'ec2',
    instanceType: 't4g.small',
    cpu: 256,
    memoryMiB: 512,
    architecture: 'ARM64',
    hosts: { min: 2, max: 4 },
  },
  scale: { kind: 'automatic', min: 2, max: 4 },
  profiles: { database: { instanceClass: 'db.t4g.micro', storageGiB: 20, maxStorageGiB: 100 } },
  table: undefined,
  monitoring: {},
  logRetentionDays: 90,
} as const satisfies Changes;
