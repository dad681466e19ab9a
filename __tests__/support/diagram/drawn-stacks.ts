import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { appResources } from '../stacks/app-resources';
import { complete, shipped } from '../stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, threeTiers } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import { synthesizedBootstrap } from '../stacks/synthesized-bootstrap';

const prod: Changes = { ...threeTiers, removal: 'protect' };

function stackOf(document: unknown): SynthesizedStack {
  return new SynthesizedStack(document as SynthesizedStack['document']);
}

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
} satisfies Readonly<Record<string, Changes>>;

/** The stacks whose diagrams are tested: dev, staging, prod, two bootstraps, and three mixtures of settings. */
export const stacks: readonly (readonly [name: string, read: () => SynthesizedStack])[] = [
  ['dev', () => stackOf(synthesized())],
  ['staging', () => stackOf(synthesized(balanced))],
  ['prod', () => stackOf(synthesized(prod))],
  ['the shipped bootstrap', () => stackOf(synthesizedBootstrap(shipped))],
  ['the bootstrap with all parts', () => stackOf(synthesizedBootstrap(complete))],
  ...Object.entries(mixtures).map(([name, changes]) => [name, () => stackOf(synthesized(changes))] as const),
];
