import type {
  AcceptedPlainIngress,
  Compute,
  Domain,
  FirewallSettings,
  LoadBalancedService,
  NetworkSettings,
  ProfilesStorageSettings,
  Scale,
  SecureIngress,
} from '../../../stacks/environment';
import { balanced as balancedFixture, type Changes, fixture, threeTiers } from './fixture-environment';

/**
 * Everything that can be mixed in an environment's file, and whether an image is deployed. The order of the rows decides between
 * mixtures that hold as many pairs: few orders need as few plans as this one.
 */
const values = {
  scale: ['fixed', '2 to 2', '2 to 4'],
  profiles: ['none', 'in two zones'],
  monitoring: ['none', 'email'],
  exec: ['off', 'on'],
  removal: ['destroy', 'protect'],
  architecture: ['ARM64', 'X86_64'],
  domain: ['none', 'apex', 'subdomain'],
  image: ['none', 'given'],
  ingress: ['direct', 'load-balanced'],
  firewall: ['default', 'off', 'count'],
  compute: ['fargate', 'half on spot', 'ec2'],
  network: ['dedicated', 'default', 'private'],
} as const;

type Dimension = keyof typeof values;
type Mixture = { readonly [D in Dimension]: (typeof values)[D][number] };

const domains: Record<Mixture['domain'], Domain | undefined> = {
  none: undefined,
  apex: { name: 'example.com', zone: 'example.com' },
  subdomain: { name: 'app.example.com', zone: 'example.com' },
};
const counting: FirewallSettings = {
  commonRules: 'count',
  knownBadInputs: 'count',
  ipReputation: 'count',
  bodySize: 'count',
  rate: 'count',
};
const firewalls: Record<Mixture['firewall'], FirewallSettings | 'off' | undefined> = {
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
const profiled: Record<Mixture['profiles'], ProfilesStorageSettings | undefined> = {
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
  const { network, ingress, monitoring, exec, profiles, removal } = mixture;
  return {
    network: networks[network],
    compute: computeOf(mixture),
    profiles: profiled[profiles],
    monitoring: monitoring === 'email' ? { email: 'somebody@example.com' } : undefined,
    app: exec === 'on' ? { exec: true } : undefined,
    removal,
    ...(ingress === 'direct' ? { ingress: { kind: ingress }, scale: scales.fixed } : balanced(mixture)),
  };
}

function balanced({ domain, firewall, scale }: Mixture): Pick<LoadBalancedService, 'ingress' | 'scale'> {
  return {
    ingress: { kind: 'load-balanced', ...encryption(domains[domain]), firewall: firewalls[firewall] },
    scale: scales[scale],
  };
}

function encryption(
  domain: Domain | undefined,
): Pick<SecureIngress, 'domain'> | Pick<AcceptedPlainIngress, 'plainHttp'> {
  return domain ? { domain } : { plainHttp: 'accepted' };
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

/** Every two of its values. */
function pairsOf(mixture: Mixture): string[] {
  const held = dimensions.map((dimension) => `${dimension} ${mixture[dimension]}`);
  return held.flatMap((one, index) => held.slice(index + 1).map((other) => `${one}, ${other}`));
}

/** The few among `mixtures` that hold every pair which any of them holds: greedily, the best first. */
function covering(mixtures: readonly Mixture[]): Mixture[] {
  const candidates = mixtures.map((mixture) => ({ mixture, pairs: pairsOf(mixture) }));
  const open = new Set(candidates.flatMap(({ pairs }) => pairs));
  const chosen: Mixture[] = [];
  while (open.size > 0) {
    const gains = candidates.map(({ pairs }) => pairs.filter((pair) => open.has(pair)).length);
    const best = candidates[gains.indexOf(Math.max(...gains))];
    for (const pair of best?.pairs ?? []) open.delete(pair);
    if (best) chosen.push(best.mixture);
  }
  return chosen;
}

/** The settings of a mixture that differ from the first of each row above, as the title of its test. */
function described(mixture: Mixture): string {
  const others = dimensions.filter((dimension) => mixture[dimension] !== values[dimension][0]);
  return others.map((dimension) => `${dimension} ${mixture[dimension]}`).join(', ') || 'nothing but the simplest';
}

/** The settings of one environment, what they are called in the title of a test, and whether an image is deployed. */
export interface MixedEnvironment {
  readonly title: string;
  readonly changes: Changes;
  readonly hasImage: boolean;
}

/** Environments that together contain every two settings that can be mixed. All mixtures would take half an hour to plan. */
export const mixedEnvironments: readonly MixedEnvironment[] = covering(everyMixture()).map((mixture) => ({
  title: described(mixture),
  changes: environmentOf(mixture),
  hasImage: mixture.image === 'given',
}));

/** The shipped environments, `prod` on Fargate, and every mixture, each with a name of its own. */
export const everyEnvironment: readonly Changes[] = [
  { name: fixture.name },
  balancedFixture,
  { ...threeTiers, removal: 'protect' },
  { ...threeTiers, name: 'prodfargate', compute: fixture.compute },
  ...mixedEnvironments.map(({ changes }, index) => ({ ...changes, name: `mixed${index}`, table: undefined })),
];
