import type { CommonSettings, Environment } from '../../../stacks/environment';
import type { Compute } from '../../../stacks/settings/compute-settings';
import type { Ingress } from '../../../stacks/settings/ingress-settings';
import type { NetworkSettings } from '../../../stacks/settings/network-settings';
import type { ProfilesStorageSettings } from '../../../stacks/settings/profiles-settings';
import type { Scale } from '../../../stacks/settings/scale-settings';

/**
 * The default environment in tests of the stacks: a copy of the shipped `dev`. Tests do not import `environments/dev.ts`, because they must
 * still pass when a user has edited that file.
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

/** The settings that a test changes. They may also be combinations that the type `Environment` rejects. */
export interface Changes extends Partial<CommonSettings> {
  readonly network?: NetworkSettings;
  readonly compute?: Compute;
  readonly profiles?: ProfilesStorageSettings;
  readonly ingress?: Ingress;
  readonly scale?: Scale;
}

/** Returns the fixture with these changes. */
export function fixtureWith(changes: Changes): Environment {
  return { ...fixture, ...changes } as Environment;
}

/** The changes that turn the fixture into the shipped `staging`. */
export const balanced = {
  name: 'staging',
  network: { kind: 'default' },
  ingress: { kind: 'load-balanced' },
  scale: { kind: 'automatic', min: 2, max: 4 },
  table: undefined,
  monitoring: {},
  logRetentionDays: 30,
} as const satisfies Changes;

/** The changes that turn the fixture into the shipped `prod`, but with `removal: 'destroy'`. */
export const threeTiers = {
  name: 'prod',
  network: {
    kind: 'dedicated',
    cidr: '10.2.0.0/16',
    publicSubnets: { a: '10.2.1.0/24', b: '10.2.2.0/24' },
    privateSubnets: { a: '10.2.16.0/20', b: '10.2.32.0/20' },
    nat: 'one',
  },
  ingress: { kind: 'load-balanced', cdn: {}, firewall: {} },
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

/** An existing network that no stack manages, with public subnets. */
export const existingPublicNetwork = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
} as const;

/** An existing network that no stack manages, with public and private subnets. */
export const existingPrivateNetwork = {
  ...existingPublicNetwork,
  privateSubnetIds: ['subnet-00000000000000003', 'subnet-00000000000000004'],
} as const;
