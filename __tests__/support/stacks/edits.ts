import type { DedicatedNetwork, PrivateNetwork } from '../../../stacks/environment';
import { balanced, type Changes, fixture, threeTiers } from './fixture-environment';

/** One edit of an environment's file. */
export interface Edit {
  readonly title: string;
  /** The settings that differ from those before. */
  readonly changes: Changes;
  /** Part of the message that refuses it. @default none: it is applied, and the plan after it is quiet */
  readonly refusal?: string;
}

/** A shipped environment and the edits of its file, one after another. A refused edit is undone by the next one. */
export interface Story {
  readonly name: string;
  readonly shipped: Changes;
  readonly edits: readonly Edit[];
}

/** The zones' letters, each with the third byte of the range of its public subnet. */
type Zones = Readonly<Record<string, number>>;

function ranges(second: number, zones: Zones, offset = 0): Record<string, string> {
  return Object.fromEntries(
    Object.entries(zones).map(([zone, third]) => [zone, `10.${second}.${third + offset}.0/24`]),
  );
}

function publicVpc(second: number, zones: Zones) {
  return {
    kind: 'dedicated',
    cidr: `10.${second}.0.0/16`,
    publicSubnets: ranges(second, zones),
  } as const satisfies DedicatedNetwork;
}

function privateVpc(second: number, zones: Zones, nat: PrivateNetwork['nat'] = 'one'): PrivateNetwork {
  return { ...publicVpc(second, zones), privateSubnets: ranges(second, zones, 100), nat };
}

const spot = (spotPercent: number) => ({ ...fixture.compute, spotPercent });
const secure = (name: string) => ({ kind: 'load-balanced', domain: { name, zone: 'example.com' } }) as const;
const fixed = { kind: 'fixed', tasks: 2 } as const;
const largerDatabase = {
  ...threeTiers.profiles.database,
  instanceClass: 'db.t4g.small',
  storageGiB: 40,
  multiAz: true,
  applyImmediately: true,
};
const replacesData = 'Instance cannot be destroyed';

const dev: Story = {
  name: 'dev',
  shipped: {},
  edits: [
    {
      title: 'larger tasks for another processor, Spot, a third zone, retention, settings of the app, exec, monitoring',
      changes: {
        compute: { kind: 'fargate', cpu: 512, memoryMiB: 1024, architecture: 'X86_64', spotPercent: 50 },
        network: publicVpc(0, { a: 1, b: 2, c: 3 }),
        logRetentionDays: 30,
        app: { postsPerMinute: 30, exec: true },
        monitoring: { email: 'one@example.com' },
      },
    },
    {
      title: 'one zone fewer, another range of a zone, no task on Spot, no exec, no monitoring',
      changes: {
        network: publicVpc(0, { a: 4, c: 3 }),
        compute: spot(0),
        app: { postsPerMinute: 30 },
        monitoring: undefined,
      },
    },
    {
      title: 'another range of the VPC, no line about Spot',
      changes: { network: publicVpc(1, { a: 1, b: 2 }), compute: fixture.compute },
    },
    {
      title: 'the range of one zone for another zone',
      changes: { network: publicVpc(1, { a: 1, c: 2 }) },
      refusal: 'InvalidSubnet.Conflict',
    },
    {
      title: 'a load balancer',
      changes: { network: publicVpc(1, { a: 1, b: 2 }), ingress: { kind: 'load-balanced' }, scale: fixed },
    },
    {
      title: 'no load balancer, another name of the table, another project and region',
      changes: {
        ingress: { kind: 'direct' },
        scale: fixture.scale,
        table: { name: 'Another' },
        project: 'another',
        region: 'eu-west-1',
      },
    },
  ],
};

const staging: Story = {
  name: 'staging',
  shipped: balanced,
  edits: [
    {
      title: 'a VPC of its own, a domain with its firewall, Spot, an address for alarms',
      changes: {
        network: publicVpc(3, { a: 1, b: 2 }),
        ingress: secure('app.example.com'),
        compute: spot(50),
        monitoring: { email: 'one@example.com' },
      },
    },
    {
      title: 'another domain, a firewall that counts, other limits of the scale, no monitoring',
      changes: {
        ingress: { ...secure('other.example.com'), firewall: { commonRules: 'count', rate: 'count' } },
        scale: { kind: 'automatic', min: 3, max: 8, cpuPercent: 40 },
        monitoring: undefined,
      },
    },
    {
      title: 'private subnets, profiles, no firewall, a fixed scale, no Spot',
      changes: {
        network: privateVpc(3, { a: 1, b: 2 }),
        profiles: threeTiers.profiles,
        ingress: { ...secure('other.example.com'), firewall: 'off' },
        scale: fixed,
        compute: fixture.compute,
      },
    },
    {
      title: 'hosts, an automatic scale, no profiles',
      changes: { compute: threeTiers.compute, scale: balanced.scale, profiles: undefined },
    },
    { title: 'another zone for the hosts', changes: { network: privateVpc(3, { a: 1, c: 3 }) } },
    {
      title: 'the shipped network on Fargate, direct ingress',
      changes: {
        ...balanced,
        compute: fixture.compute,
        ingress: { kind: 'direct' },
        scale: fixture.scale,
        monitoring: undefined,
      },
    },
  ],
};

const prod: Story = {
  name: 'prod',
  shipped: { ...threeTiers, removal: 'protect' },
  edits: [
    {
      title: 'larger hosts and tasks, more NAT gateways, a larger database with a standby, neither firewall nor alarms',
      changes: {
        ingress: { kind: 'load-balanced', plainHttp: 'accepted' },
        monitoring: undefined,
        compute: {
          ...threeTiers.compute,
          instanceType: 't4g.large',
          cpu: 512,
          memoryMiB: 1024,
          hosts: { min: 3, max: 6 },
        },
        network: { ...threeTiers.network, nat: 'per zone' },
        profiles: { database: largerDatabase },
      },
    },
    { title: 'Fargate and Spot, exec', changes: { compute: spot(50), app: { exec: true } } },
    {
      title: 'hosts, one NAT gateway, the next PostgreSQL',
      changes: {
        compute: threeTiers.compute,
        network: threeTiers.network,
        profiles: { database: { ...largerDatabase, engineVersion: 18, allowMajorVersionUpgrade: true } },
      },
    },
    {
      title: 'another range of a protected VPC',
      changes: { network: privateVpc(5, { a: 1, b: 2 }) },
      refusal: replacesData,
    },
    { title: 'no protection', changes: { network: threeTiers.network, removal: 'destroy' } },
    {
      title: 'another range of the VPC, another project',
      changes: { network: privateVpc(5, { a: 1, b: 2 }), project: 'another' },
    },
    {
      title: 'other private ranges under a database',
      changes: { network: privateVpc(5, { a: 1, c: 3 }) },
      refusal: 'Some of the subnets to be deleted are currently in use',
    },
    {
      title: 'the former private ranges, no profiles',
      changes: { network: privateVpc(5, { a: 1, b: 2 }), profiles: undefined },
    },
  ],
};

export const stories: readonly Story[] = [dev, staging, prod];
