import { bucket } from '../../../stacks/app-resources/bucket';
import { queue } from '../../../stacks/app-resources/queue';
import { topic } from '../../../stacks/app-resources/topic';
import type { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { appResources } from '../stacks/all-app-resources';
import { complete, shipped } from '../stacks/fixture-bootstrap';
import {
  balanced,
  type Changes,
  existingPrivateNetwork,
  existingPublicNetwork,
  fixture,
  threeTiers,
} from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import { synthesizedBootstrap } from '../stacks/synthesized-bootstrap';
import { changedStacks, stackOf } from './changed-stacks';

const prod: Changes = { ...threeTiers, removal: 'protect' };

/** Returns six CIDR blocks, one for each availability zone. */
function sixRanges(first: number, step: number, bits: number): Readonly<Record<string, string>> {
  return Object.fromEntries([...'abcdef'].map((zone, index) => [zone, `10.2.${first + step * index}.0/${bits}`]));
}

const sixZones = { publicSubnets: sixRanges(1, 1, 24), privateSubnets: sixRanges(16, 16, 20) } as const;

/** Twenty resources for the app: queues, buckets and topics. */
const manyResources = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`part${index}`, [queue(), bucket(), topic()][index % 3] ?? queue()]),
);

const domain = { name: 'app.example.com', zone: 'example.com' };
const mixtures = {
  'CDN, domain and Spot in the default VPC': {
    ...balanced,
    ingress: { kind: 'load-balanced', cdn: {}, domain },
    compute: { ...fixture.compute, spotPercent: 50 },
    monitoring: { email: 'alarms@example.com' },
  },
  'profiles on Fargate with a NAT gateway in each zone': {
    ...threeTiers,
    network: { ...threeTiers.network, nat: 'per zone' },
    ingress: { kind: 'load-balanced', domain },
    compute: fixture.compute,
    profiles: { database: { ...threeTiers.profiles.database, multiAz: true } },
  },
  'added resources, for some networks': {
    ingress: { kind: 'direct', allowFrom: ['203.0.113.0/24', '198.51.100.0/24'] },
    resources: appResources,
    app: { secrets: { TOKEN: { secret: 'app/token' }, API_KEY: { parameter: '/eight-digit/api-key' } } },
  },
  'hosts with a domain, a NAT gateway in each zone and two added resources': {
    ...threeTiers,
    network: { ...threeTiers.network, nat: 'per zone' },
    ingress: { kind: 'load-balanced', domain },
    resources: { jobs: queue(), reports: bucket() },
  },
  'the public subnets of an existing network': { network: existingPublicNetwork },
  'the private subnets of an existing network': { ...threeTiers, network: existingPrivateNetwork },
  'six zones with a NAT gateway in each': {
    ...threeTiers,
    region: 'us-east-1',
    network: { ...threeTiers.network, ...sixZones, nat: 'per zone' },
  },
  'six zones with one NAT gateway': {
    ...threeTiers,
    region: 'us-east-1',
    network: { ...threeTiers.network, ...sixZones },
  },
  'six zones with public subnets': {
    region: 'us-east-1',
    network: { kind: 'dedicated', cidr: '10.2.0.0/16', publicSubnets: sixZones.publicSubnets },
  },
  'twenty added resources': { ...threeTiers, resources: manyResources },
  'long names': {
    ...threeTiers,
    project: 'a-project-with-a-long',
    name: 'production',
    ingress: {
      kind: 'load-balanced',
      cdn: {},
      domain: { name: 'a-very-long-host-name-for-the-app.subdomains.example-company.com', zone: 'example-company.com' },
    },
  },
} satisfies Readonly<Record<string, Changes>>;

/** Returns the stack of this name. */
export function stackNamed(name: string): SynthesizedStack {
  const [, read] = stacks.find(([one]) => one === name) ?? [];
  if (read === undefined) throw new Error(`No stack is named ${name}.`);
  return read();
}

/** The stacks whose diagrams are tested: dev, staging, prod, two bootstraps, combinations of settings, and changed JSON. */
export const stacks: readonly (readonly [name: string, read: () => SynthesizedStack])[] = [
  ['dev', () => stackOf(synthesized())],
  ['staging', () => stackOf(synthesized(balanced))],
  ['prod', () => stackOf(synthesized(prod))],
  ['the shipped bootstrap', () => stackOf(synthesizedBootstrap(shipped))],
  ['the bootstrap with all parts', () => stackOf(synthesizedBootstrap(complete))],
  ...Object.entries(mixtures).map(([name, changes]) => [name, () => stackOf(synthesized(changes))] as const),
  ...changedStacks,
  ['an empty stack', () => stackOf({ ...synthesized(), data: {}, resource: {} })],
];
