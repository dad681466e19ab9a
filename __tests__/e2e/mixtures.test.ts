import type {
  Compute,
  Domain,
  Firewall,
  LoadBalancedService,
  NetworkSettings,
  ProfilesSettings,
  Scale,
} from '../../stacks/environment';
import { type Changes, fixture, threeTiers } from '../support/fixture-environment';
import { localConfiguration, withTypesOf } from '../support/local-configuration';
import { describeIf, terraform } from '../support/requirement';
import { type Configuration, createStack, type TerraformStack, writeConfiguration } from '../support/terraform';

const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;

/** Everything that can be mixed in an environment's file, and whether an image is deployed. */
const values = {
  network: ['dedicated', 'default', 'private'],
  ingress: ['direct', 'load-balanced'],
  domain: ['none', 'apex', 'subdomain'],
  firewall: ['default', 'off', 'count'],
  scale: ['fixed', '2 to 2', '2 to 4'],
  architecture: ['ARM64', 'X86_64'],
  compute: ['fargate', 'half on spot', 'ec2'],
  profiles: ['none', 'in two zones'],
  monitoring: ['none', 'email'],
  removal: ['destroy', 'protect'],
  image: ['none', 'given'],
} as const;

type Dimension = keyof typeof values;
type Mixture = { readonly [D in Dimension]: (typeof values)[D][number] };

const domains: Record<Mixture['domain'], Domain | undefined> = {
  none: undefined,
  apex: { name: 'example.com', zone: 'example.com' },
  subdomain: { name: 'app.example.com', zone: 'example.com' },
};
const counting: Firewall = {
  commonRules: 'count',
  knownBadInputs: 'count',
  ipReputation: 'count',
  bodySize: 'count',
  rate: 'count',
};
const firewalls: Record<Mixture['firewall'], Firewall | 'off' | undefined> = {
  default: undefined,
  off: 'off',
  count: counting,
};
const scales: Record<Mixture['scale'], Scale> = {
  fixed: { kind: 'fixed', tasks: 2 },
  '2 to 2': { kind: 'automatic', min: 2, max: 2 },
  '2 to 4': { kind: 'automatic', min: 2, max: 4 },
};

/**
 * What the types allow: without a load balancer there is neither domain nor firewall, tasks are counted by hand, and nothing
 * is private; without private subnets there are neither hosts nor a database.
 */
function compiles({ network, ingress, domain, firewall, scale, compute, profiles }: Mixture): boolean {
  const isPrivate = network === 'private';
  return (
    (ingress === 'load-balanced' || (domain === 'none' && firewall === 'default' && scale === 'fixed' && !isPrivate)) &&
    (isPrivate || (compute !== 'ec2' && profiles === 'none'))
  );
}

const networks: Record<Mixture['network'], NetworkSettings> = {
  dedicated: fixture.network,
  default: { kind: 'default' },
  private: { ...threeTiers.network, nat: 'per zone' },
};
const profiled: Record<Mixture['profiles'], ProfilesSettings | undefined> = {
  none: undefined,
  'in two zones': { database: { ...threeTiers.profiles.database, multiAz: true } },
};

function computeOf({ compute, architecture }: Mixture): Compute {
  if (compute === 'ec2') {
    const instanceType = architecture === 'ARM64' ? 't4g.small' : 't3.small';
    return { ...threeTiers.compute, instanceType, architecture };
  }
  return { ...fixture.compute, architecture, spotPercent: compute === 'half on spot' ? 50 : undefined };
}

function environmentOf(mixture: Mixture): Changes {
  const { network, ingress, monitoring, profiles, removal } = mixture;
  return {
    network: networks[network],
    compute: computeOf(mixture),
    profiles: profiled[profiles],
    monitoring: monitoring === 'email' ? { email: 'somebody@example.com' } : undefined,
    removal,
    ...(ingress === 'direct' ? { ingress: { kind: ingress }, scale: scales.fixed } : balanced(mixture)),
  };
}

function balanced({ domain, firewall, scale }: Mixture): Pick<LoadBalancedService, 'ingress' | 'scale'> {
  return {
    ingress: { kind: 'load-balanced', domain: domains[domain], firewall: firewalls[firewall] },
    scale: scales[scale],
  };
}

const dimensions = Object.keys(values) as Dimension[];

/** All of them, in the order of the table above. */
function everyMixture(): Mixture[] {
  const mixtures = dimensions.reduce<Record<string, string>[]>(
    (found, dimension) =>
      found.flatMap((mixture) => values[dimension].map((value) => ({ ...mixture, [dimension]: value }))),
    [{}],
  );
  return (mixtures as Mixture[]).filter(compiles);
}

/** The few among `mixtures` that hold every combination of `size` values which any of them holds: greedily, the best first. */
function covering(size: number, mixtures: readonly Mixture[]): Mixture[] {
  const groups = combinations(dimensions, size);
  const candidates = mixtures.map((mixture) => ({
    mixture,
    tuples: groups.map((group) => group.map((dimension) => `${dimension} ${mixture[dimension]}`).join(', ')),
  }));
  const open = new Set(candidates.flatMap(({ tuples }) => tuples));
  const chosen: Mixture[] = [];
  while (open.size > 0) {
    const gains = candidates.map(({ tuples }) => tuples.filter((tuple) => open.has(tuple)).length);
    const best = candidates[gains.indexOf(Math.max(...gains))];
    for (const tuple of best?.tuples ?? []) open.delete(tuple);
    if (best) chosen.push(best.mixture);
  }
  return chosen;
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

/** What a mixture has other than the first of each row above, as the title of its test. */
function described(mixture: Mixture): string {
  const others = dimensions.filter((dimension) => mixture[dimension] !== values[dimension][0]);
  return others.map((dimension) => `${dimension} ${mixture[dimension]}`).join(', ') || 'nothing but the simplest';
}

function titled(mixtures: readonly Mixture[]) {
  return mixtures.map((mixture) => [described(mixture), mixture] as const);
}

const configurations = new Map<string, Configuration>();

/** Each is synthesized once; it is the same with an image and without. */
function configurationOf(mixture: Mixture): Configuration {
  const name = described({ ...mixture, image: 'none' });
  const configuration = configurations.get(name) ?? localConfiguration(environmentOf(mixture));
  configurations.set(name, configuration);
  return configuration;
}

// All of them would take a minute.
const triples = covering(
  3,
  everyMixture().filter(({ image }) => image === 'none'),
);
const pairs = covering(
  2,
  triples.flatMap((mixture) => values.image.map((image) => ({ ...mixture, image }))),
);

describe('every three things that can be mixed in an environment', () => {
  it.each(titled(triples))('synthesize: %s', (_title, mixture) => {
    expect(() => configurationOf(mixture)).not.toThrow();
  });
});

describeIf(terraform, 'every two things that can be mixed in an environment', () => {
  let stack: TerraformStack;

  beforeAll(async () => {
    stack = await createStack(withTypesOf(pairs.map(configurationOf)));
  });

  afterAll(() => stack?.close());

  it.each(titled(pairs))('are planned by the real terraform, outputs too: %s', async (_title, mixture) => {
    writeConfiguration(stack.folder, configurationOf(mixture));
    const variables = mixture.image === 'given' ? [`-var=container_image=${image}`] : [];
    expect(await stack.succeed('plan', '-lock=false', ...variables)).toContain('Changes to Outputs');
  });
});
