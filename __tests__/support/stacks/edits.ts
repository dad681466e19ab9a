import { queue, queueUrl } from '../../../stacks/app-resources/queue';
import { topic, topicArn } from '../../../stacks/app-resources/topic';
import type { DedicatedNetwork, PrivateNetwork } from '../../../stacks/settings/network-settings';
import { balanced, type Changes, existingPublicNetwork, fixture, threeTiers } from './fixture-environment';

/** An edit of an environment's file. */
export interface Edit {
  readonly title: string;
  /** The settings that the edit changes. */
  readonly changes: Changes;
  /** The apply must fail with an error message that contains this. @default none: the apply succeeds */
  readonly error?: string;
  /**
   * Whether the test plans again after the apply, and expects no changes. The plan takes half as long as the apply. So this is set only for
   * edits that create a new type of resource, and at the end of a sequence.
   * @default false
   */
  readonly isPlanned?: boolean;
  /**
   * The addresses of the important resources that are replaced: those that contain data, or that the app needs to run.
   * @default none
   */
  readonly replaces?: readonly string[];
  /** Whether the edit changes the port of the app without replacing the service. @default false */
  readonly changesPort?: boolean;
}

/** A shipped environment and consecutive edits of its file. If an edit fails, the next edit also reverts it. */
export interface EditSequence {
  readonly name: string;
  readonly shipped: Changes;
  readonly edits: readonly Edit[];
}

/** The third byte of each public subnet's IP range, by the suffix of the subnet's availability zone. */
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
const elsewhere = {
  name: 'app.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
} as const;
const tableArn = { kind: 'table', attribute: 'arn' } as const;
const fixed = { kind: 'fixed', tasks: 2 } as const;
const largerDatabase = {
  ...threeTiers.profiles.database,
  instanceClass: 'db.t4g.small',
  storageGiB: 40,
  multiAz: true,
  applyImmediately: true,
};
const protectedFromDeletion = 'Instance cannot be destroyed';

const dev: EditSequence = {
  name: 'dev',
  shipped: {},
  edits: [
    {
      title: 'larger tasks, another processor, Spot, a third zone, log retention, app settings, ECS Exec, monitoring',
      changes: {
        compute: { kind: 'fargate', cpu: 512, memoryMiB: 1024, architecture: 'X86_64', spotPercent: 50 },
        network: publicVpc(0, { a: 1, b: 2, c: 3 }),
        logRetentionDays: 30,
        app: { postsPerMinute: 30, exec: true, environment: { FEATURE_X: 'on', TABLE_ARN: tableArn } },
        monitoring: { email: 'one@example.com' },
      },
    },
    {
      title:
        'a removed zone, another range of a zone, only some networks, zero percent Spot, no ECS Exec, no monitoring',
      changes: {
        network: publicVpc(0, { a: 4, c: 3 }),
        ingress: { kind: 'direct', allowFrom: ['203.0.113.0/24', 'pl-0123456789abcdef0'] },
        compute: spot(0),
        app: { postsPerMinute: 30, environment: { FEATURE_X: `off or \${other} "%{texts}"` } },
        monitoring: undefined,
      },
    },
    {
      title: 'another range of the VPC, no Spot setting, no app settings',
      changes: {
        app: undefined,
        ingress: { kind: 'direct' },
        network: publicVpc(1, { a: 1, b: 2 }),
        compute: fixture.compute,
      },
      replaces: ['aws_ecs_service.app[0]', 'aws_vpc.network'],
    },
    {
      title: 'the range of one zone for another zone',
      changes: { network: publicVpc(1, { a: 1, c: 2 }) },
      error: 'InvalidSubnet.Conflict',
    },
    {
      title: 'a load balancer',
      changes: { network: publicVpc(1, { a: 1, b: 2 }), ingress: { kind: 'load-balanced' }, scale: fixed },
    },
    {
      title: 'no load balancer, another table name, project and region',
      changes: {
        ingress: { kind: 'direct' },
        scale: fixture.scale,
        table: { name: 'Another' },
        project: 'another',
        region: 'eu-west-1',
      },
      isPlanned: true,
      replaces: ['aws_dynamodb_table.entries', 'aws_ecr_repository.images', 'aws_vpc.network'],
    },
  ],
};

const staging: EditSequence = {
  name: 'staging',
  shipped: balanced,
  edits: [
    {
      title:
        'a dedicated VPC, a domain with a firewall, Spot, secrets, a permission and resources of the app, an email address for alarms',
      changes: {
        network: publicVpc(3, { a: 1, b: 2 }),
        ingress: secure('app.example.com'),
        compute: spot(50),
        monitoring: { email: 'one@example.com' },
        app: {
          secrets: { API_KEY: { parameter: '/api-key' }, TOKEN: { secret: 'app/token', key: 'token' } },
          permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }],
          environment: { QUEUE_URL: queueUrl('jobs'), NEWS: topicArn('news') },
        },
        resources: { jobs: queue(), news: topic() },
      },
      replaces: ['aws_lb.load_balancer', 'aws_lb_target_group.load_balancer'],
    },
    {
      title: 'CloudFront for the same domain, only some networks',
      isPlanned: true,
      changes: { ingress: { ...secure('app.example.com'), cdn: {}, allowFrom: ['203.0.113.0/24'] } },
      replaces: ['aws_lb.load_balancer'],
    },
    {
      title: 'CloudFront for all networks, with a certificate from elsewhere, no firewall, no monitoring',
      changes: {
        monitoring: undefined,
        ingress: {
          kind: 'load-balanced',
          domain: { ...elsewhere, certificateArn: elsewhere.certificateArn.replace('eu-central-1', 'us-east-1') },
          cdn: {},
          firewall: 'off',
        },
      },
    },
    {
      title:
        'no CloudFront, a domain with DNS elsewhere, a firewall that counts, other limits of autoscaling, a container with another port, no table',
      changesPort: true,
      replaces: ['aws_lb.load_balancer'],
      changes: {
        ingress: {
          kind: 'load-balanced',
          domain: elsewhere,
          allowFrom: ['198.51.100.0/24', 'pl-0123456789abcdef0'],
          firewall: { commonRules: 'count', rate: 'count' },
        },
        scale: { kind: 'automatic', min: 3, max: 8, cpuPercent: 40 },
        app: { container: { port: 8080, healthPath: '/healthz' } },
        table: 'none',
        resources: undefined,
      },
    },
    {
      title: 'CloudFront, private subnets, profiles, no firewall, fixed tasks, the shipped container, no Spot',
      changes: {
        network: privateVpc(3, { a: 1, b: 2 }),
        profiles: threeTiers.profiles,
        ingress: { ...secure('other.example.com'), cdn: {}, firewall: 'off' },
        scale: fixed,
        compute: fixture.compute,
        app: undefined,
        table: undefined,
      },
      replaces: ['aws_ecs_service.app[0]', 'aws_lb.load_balancer'],
    },
    {
      title: 'hosts, autoscaling, no profiles, no CloudFront',
      changes: {
        compute: threeTiers.compute,
        scale: balanced.scale,
        profiles: undefined,
        ingress: secure('other.example.com'),
      },
      replaces: ['aws_ecs_service.app[0]', 'aws_lb.load_balancer'],
    },
    { title: 'another zone for the hosts', changes: { network: privateVpc(3, { a: 1, c: 3 }) } },
    {
      title: 'an existing network on Fargate, direct ingress',
      isPlanned: true,
      changes: {
        ...balanced,
        network: existingPublicNetwork,
        compute: fixture.compute,
        ingress: { kind: 'direct' },
        scale: fixture.scale,
        monitoring: undefined,
      },
      replaces: ['aws_ecs_service.app[0]'],
    },
  ],
};

const prod: EditSequence = {
  name: 'prod',
  // The sequence omits the firewall and the alarms, which would slow down every command. Other sequences add and remove them.
  shipped: { ...threeTiers, removal: 'protect', ingress: { kind: 'load-balanced', cdn: {} }, monitoring: undefined },
  edits: [
    {
      title: 'larger hosts and tasks, more NAT gateways, a larger database with a standby',
      changes: {
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
    {
      title: 'smaller hosts, one NAT gateway, the next major version of PostgreSQL',
      changes: {
        compute: threeTiers.compute,
        network: threeTiers.network,
        profiles: { database: { ...largerDatabase, engineVersion: 18, allowMajorVersionUpgrade: true } },
      },
    },
    {
      title: 'another range of the VPC, with protected data in it',
      changes: { network: privateVpc(5, { a: 1, b: 2 }) },
      error: protectedFromDeletion,
    },
    { title: "removal: 'destroy'", changes: { network: threeTiers.network, removal: 'destroy' } },
    {
      title: 'another range of the VPC, another project',
      changes: { network: privateVpc(5, { a: 1, b: 2 }), project: 'another' },
      replaces: [
        'aws_db_instance.profiles_database',
        'aws_dynamodb_table.entries',
        'aws_dynamodb_table.profiles_uploads',
        'aws_ecr_repository.images',
        'aws_lb.load_balancer',
        'aws_lb_target_group.load_balancer',
        'aws_s3_bucket.profiles_uploads',
        'aws_vpc.network',
      ],
    },
    {
      title: 'other private ranges, with a database in the subnets',
      changes: { network: privateVpc(5, { a: 1, c: 3 }) },
      error: 'Some of the subnets to be deleted are currently in use',
    },
    {
      title: 'the previous private ranges, no profiles, no CloudFront',
      changes: {
        network: privateVpc(5, { a: 1, b: 2 }),
        profiles: undefined,
        ingress: { kind: 'load-balanced' },
      },
      isPlanned: true,
      replaces: ['aws_lb.load_balancer'],
    },
  ],
};

export const editSequences: readonly EditSequence[] = [dev, staging, prod];
