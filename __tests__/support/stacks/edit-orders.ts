import { queue } from '../../../stacks/app-resources/queue';
import { account } from '../iam/role-policies';
import { balanced, type Changes, fixtureWith, threeTiers } from './fixture-environment';

/** An edit of an environment's file: the settings before the edit, and the settings that it changes. */
type Row = readonly [title: string, before: Changes, changes: Changes];

const dev: Changes = {};
const staging: Changes = balanced;
const prod: Changes = threeTiers;

const balancing = (settings: object): Changes => ({ ingress: { kind: 'load-balanced', ...settings } });
const zone = (name: string) => balancing({ domain: { name, zone: 'example.com' } });
const certificateArn = `arn:aws:acm:eu-central-1:${account}:certificate/12345678-1234-1234-1234-123456789012`;
const certificate = balancing({ domain: { name: 'a.example.com', certificateArn } });
const only = { allowFrom: ['203.0.113.0/24'] };
const queues: Changes = { resources: { jobs: queue() } };

const defaultNetwork: Changes = { network: { kind: 'default' } };
const existing = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
} as const;
const existingPrivate = {
  ...existing,
  privateSubnetIds: ['subnet-00000000000000003', 'subnet-00000000000000004'],
} as const;
const { privateSubnets: _subnets, nat: _nat, ...publicNetwork } = threeTiers.network;
const { compute: fargate } = fixtureWith({});
/** When an environment moves out of private subnets in two edits, these are the changes of the first edit. */
const leaving: Changes = { network: publicNetwork, profiles: undefined, compute: fargate };

/** Edits that work if the bootstrap is applied before the environment is deployed. */
export const bootstrapFirst: readonly Row[] = [
  ['sets the name of the table', staging, { table: { name: 'Chosen' } }],
  ['adds a domain', staging, zone('a.example.com')],
  ['replaces a certificate with a zone', { ...staging, ...certificate }, zone('a.example.com')],
  ['adds a load balancer', dev, balancing({})],
  ['removes the load balancer', staging, { ingress: { kind: 'direct' }, scale: { kind: 'fixed', tasks: 1 } }],
  ['removes monitoring', staging, { monitoring: undefined }],
  ['adds a firewall', staging, balancing({ firewall: {} })],
  ['adds cdn', staging, balancing({ cdn: {} })],
  ['adds allowFrom, with cdn', { ...staging, ...balancing({ cdn: {} }) }, balancing({ cdn: {}, ...only })],
  [
    'removes allowFrom, with cdn and a firewall',
    { ...staging, ...balancing({ cdn: {}, firewall: {}, ...only }) },
    balancing({ cdn: {}, firewall: {} }),
  ],
  ['adds a queue', staging, queues],
  ['adds profiles', { ...prod, profiles: undefined }, { profiles: threeTiers.profiles }],
  ['adds private subnets and hosts', { ...prod, ...leaving }, prod],
  ['replaces hosts with Fargate', prod, { compute: fargate }],
  ['moves from a dedicated to the default VPC', dev, defaultNetwork],
  ['moves from the default to a dedicated VPC', staging, { network: publicNetwork }],
  ['moves from the default to an existing VPC', staging, { network: existing }],
  [
    'moves to another existing VPC',
    { ...staging, network: existing },
    { network: { ...existing, vpcId: 'vpc-00000001' } },
  ],
  ['moves from dedicated to existing private subnets', prod, { network: existingPrivate }],
];

/**
 * Edits that work only if the environment is deployed before the bootstrap is applied. They remove resources, and the new policies of the
 * bootstrap no longer allow the removal.
 */
export const environmentFirst: readonly Row[] = [
  ["sets table to 'none'", dev, { app: { container: { port: 80, healthPath: '/' } }, table: 'none' }],
  ['restores the default name of the table', dev, { table: undefined }],
  ['removes the domain', { ...staging, ...zone('a.example.com') }, balancing({})],
  ['replaces the zone with a certificate', { ...staging, ...zone('a.example.com') }, certificate],
  ['removes the firewall', { ...staging, ...balancing({ firewall: {} }) }, balancing({})],
  ['removes cdn', { ...staging, ...balancing({ cdn: {} }) }, balancing({})],
  [
    'removes allowFrom, with cdn and without a firewall',
    { ...staging, ...balancing({ cdn: {}, ...only }) },
    balancing({ cdn: {} }),
  ],
  ['removes private subnets', { ...prod, compute: fargate, profiles: undefined }, { network: publicNetwork }],
  ['removes private subnets, hosts and profiles', prod, leaving],
  ['removes profiles', prod, { profiles: undefined }],
  ['removes the queue', { ...staging, ...queues }, { resources: undefined }],
];

/** Edits that fail in both orders, so they must be split into two edits. Each row ends with the changes of the first edit. */
export const twoEdits: readonly (readonly [...Row, first: Changes])[] = [
  ['changes the name of the table', dev, { table: { name: 'Other' } }, { table: undefined }],
  ['changes the domain', { ...staging, ...zone('a.example.com') }, zone('b.example.com'), balancing({})],
  ['moves from private subnets to the default VPC', prod, { ...leaving, ...defaultNetwork }, leaving],
  [
    'moves from private subnets to an existing VPC without private subnets',
    prod,
    { ...leaving, network: existing },
    leaving,
  ],
];
