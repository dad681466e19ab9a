import type {
  AcceptedPlainIngress,
  AppSettings,
  CdnIngress,
  Compute,
  Domain,
  DomainIngress,
  FirewallSettings,
  LoadBalancedService,
  NetworkSettings,
  ProfilesStorageSettings,
  Scale,
} from '../../../stacks/environment';
import { bucketName } from '../../../stacks/resources/bucket';
import { queueUrl } from '../../../stacks/resources/queue';
import { topicArn } from '../../../stacks/resources/topic';
import { addedResources } from './added-resources';
import { balanced, type Changes, fixture, threeTiers } from './fixture-environment';
import { streamName } from './stream';

/**
 * The settings that can be combined in an environment's file, and whether an image is deployed. If several combinations
 * contain the same number of new pairs, the order of the rows decides. This order results in few plans.
 */
const values = {
  ingress: ['direct', 'load-balanced', 'cdn'],
  monitoring: ['none', 'email'],
  architecture: ['ARM64', 'X86_64'],
  network: ['dedicated', 'default', 'private', 'existing', 'existing private'],
  firewall: ['default', 'off', 'count'],
  domain: ['none', 'apex', 'subdomain', 'elsewhere'],
  image: ['none', 'given'],
  exec: ['off', 'on'],
  profiles: ['none', 'in two zones'],
  removal: ['destroy', 'protect'],
  compute: ['fargate', 'half on spot', 'ec2'],
  scale: ['fixed', '2 to 2', '2 to 4'],
  additions: ['none', 'some', 'another app'],
} as const;

type Setting = keyof typeof values;
type Combination = { readonly [Name in Setting]: (typeof values)[Name][number] };

const domains: Record<Combination['domain'], Domain | undefined> = {
  none: undefined,
  apex: { name: 'example.com', zone: 'example.com' },
  subdomain: { name: 'app.example.com', zone: 'example.com' },
  elsewhere: {
    name: 'app.example.net',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
  },
};
const counting: FirewallSettings = {
  commonRules: 'count',
  knownBadInputs: 'count',
  ipReputation: 'count',
  bodySize: 'count',
  rate: 'count',
};
const firewalls: Record<Combination['firewall'], FirewallSettings | 'off' | undefined> = {
  default: undefined,
  off: 'off',
  count: counting,
};
const scales: Record<Combination['scale'], Scale> = {
  fixed: { kind: 'fixed', tasks: 2 },
  '2 to 2': { kind: 'automatic', min: 2, max: 2 },
  '2 to 4': { kind: 'automatic', min: 2, max: 4 },
};

/**
 * Whether a combination compiles. A domain, a firewall, autoscaling and private subnets need a load balancer. Hosts and profiles need private
 * subnets.
 */
function compiles({ network, ingress, domain, firewall, scale, compute, profiles }: Combination): boolean {
  const isPrivate = ['private', 'existing private'].includes(network);
  return (
    (ingress !== 'direct' || (domain === 'none' && firewall === 'default' && scale === 'fixed' && !isPrivate)) &&
    (isPrivate || (compute !== 'ec2' && profiles === 'none'))
  );
}

const existingNetwork = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
} as const;
const networks: Record<Combination['network'], NetworkSettings> = {
  dedicated: fixture.network,
  default: { kind: 'default' },
  private: { ...threeTiers.network, nat: 'per zone' },
  existing: existingNetwork,
  'existing private': {
    ...existingNetwork,
    privateSubnetIds: ['subnet-00000000000000003', 'subnet-00000000000000004'],
  },
};
const profilesSettings: Record<Combination['profiles'], ProfilesStorageSettings | undefined> = {
  none: undefined,
  'in two zones': { database: { ...threeTiers.profiles.database, multiAz: true } },
};

function computeOf({ compute, architecture }: Combination): Compute {
  if (compute === 'ec2') {
    const instanceType = architecture === 'ARM64' ? 't4g.small' : 't3.small';
    return { ...threeTiers.compute, instanceType, architecture };
  }
  return { ...fixture.compute, architecture, spotPercent: compute === 'half on spot' ? 50 : undefined };
}

/** Variables and secrets of every kind, and a permission. */
const additions: AppSettings = {
  environment: {
    GREETING: 'a "text" with %{signs}, \\ and $' + '{expressions}',
    TABLE_ARN: { kind: 'table', attribute: 'arn' },
    LOG_GROUP: { kind: 'log-group', attribute: 'name' },
    QUEUE_URL: queueUrl('jobs'),
    REPORTS: bucketName('reports'),
    NEWS: topicArn('news'),
    STREAM: streamName('clicks'),
  },
  secrets: {
    API_KEY: {
      parameter: '/eight-digit/api-key',
      kmsKey: 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012',
    },
    TOKEN: { secret: 'eight-digit/one', key: 'token' },
    USER: { secret: 'eight-digit/one', key: 'user' },
  },
  permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }],
};

/** A container other than that of the shipped app, which needs no table. */
const anotherApp = {
  table: 'none',
  app: {
    container: { port: 8080, healthPath: '/healthz', command: ['./server'], healthCheck: ['./check', '$' + '{PORT}'] },
  },
} as const satisfies Changes;

function appOf({ exec, additions: added }: Combination): AppSettings | undefined {
  if (exec === 'off' && added === 'none') return undefined;
  return {
    ...(exec === 'on' && { exec: true }),
    ...(added === 'some' && additions),
    ...(added === 'another app' && anotherApp.app),
  };
}

function environmentOf(combination: Combination): Changes {
  const { network, ingress, monitoring, profiles, removal } = combination;
  return {
    network: networks[network],
    compute: computeOf(combination),
    profiles: profilesSettings[profiles],
    monitoring: monitoring === 'email' ? { email: 'somebody@example.com' } : undefined,
    app: appOf(combination),
    resources: combination.additions === 'some' ? addedResources : undefined,
    ...(combination.additions === 'another app' && { table: anotherApp.table }),
    removal,
    ...(ingress === 'direct'
      ? { ingress: { kind: ingress, allowFrom: networksOf(combination) }, scale: scales.fixed }
      : loadBalanced(combination)),
  };
}

/** With the other additions, only some networks may connect. */
function networksOf({ additions: added, ingress }: Combination): readonly string[] | undefined {
  if (added === 'none') return undefined;
  return ingress === 'cdn' ? ['203.0.113.0/24'] : ['203.0.113.0/24', 'pl-0123456789abcdef0'];
}

function loadBalanced(combination: Combination): Pick<LoadBalancedService, 'ingress' | 'scale'> {
  const { ingress, domain, firewall, scale } = combination;
  return {
    ingress: {
      kind: 'load-balanced',
      ...encryption(domains[domain], ingress === 'cdn'),
      firewall: firewalls[firewall],
      allowFrom: networksOf(combination),
    },
    scale: scales[scale],
  };
}

function encryption(
  domain: Domain | undefined,
  hasCdn: boolean,
): Pick<DomainIngress, 'domain'> | Pick<CdnIngress, 'cdn' | 'domain'> | Pick<AcceptedPlainIngress, 'plainHttp'> {
  if (hasCdn) return { cdn: {}, ...(domain && { domain: atCloudfront(domain) }) };
  return domain ? { domain } : { plainHttp: 'accepted' };
}

/** CloudFront uses only certificates of its own region. */
function atCloudfront(domain: Domain): Domain {
  const { certificateArn } = domain;
  return certificateArn === undefined
    ? domain
    : { ...domain, certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') };
}

const settings = Object.keys(values) as Setting[];

/** All combinations that compile, in the order of the table above. One object with changing values saves two seconds. */
function allCombinations(): Combination[] {
  const found: Combination[] = [];
  const current = Object.fromEntries(settings.map((setting) => [setting, values[setting][0]])) as Combination;
  const choose = (index: number): void => {
    const setting = settings[index];
    if (setting === undefined) {
      if (compiles(current)) found.push({ ...current });
      return;
    }
    for (const value of values[setting]) {
      Object.assign(current, { [setting]: value });
      choose(index + 1);
    }
  };
  choose(0);
  return found;
}

/** Numbers the values of all settings, and returns the numbers of a combination's values. */
function createValueNumbers(): { readonly count: number; readonly numbersOf: (combination: Combination) => number[] } {
  const numbers = settings.map(() => new Map<string, number>());
  let count = 0;
  for (const [index, setting] of settings.entries()) {
    for (const value of values[setting]) numbers[index]?.set(value, count++);
  }
  return {
    count,
    numbersOf: (combination) => settings.map((setting, index) => numbers[index]?.get(combination[setting]) ?? 0),
  };
}

/** Calls back with the number of each pair of values. */
function eachPair(numbers: readonly number[], count: number, visit: (pair: number) => void): void {
  for (let one = 0; one < numbers.length; one++) {
    const first = (numbers[one] as number) * count;
    for (let other = one + 1; other < numbers.length; other++) visit(first + (numbers[other] as number));
  }
}

/**
 * Selects a few combinations that together contain all pairs, with a greedy algorithm. The number of missing pairs in a combination
 * never grows, so an earlier number that is too small spares counting them again: this is ten times faster.
 */
function selectPairwise(combinations: readonly Combination[]): Combination[] {
  const { count, numbersOf } = createValueNumbers();
  const candidates = combinations.map((combination) => ({
    combination,
    numbers: numbersOf(combination),
    atMost: Infinity,
  }));
  const isMissing = new Uint8Array(count * count);
  for (const { numbers } of candidates) eachPair(numbers, count, (pair) => (isMissing[pair] = 1));
  const selected: Combination[] = [];
  for (;;) {
    let best: (typeof candidates)[number] | undefined;
    for (const candidate of candidates) {
      if (candidate.atMost <= (best?.atMost ?? 0)) continue;
      let missing = 0;
      eachPair(candidate.numbers, count, (pair) => (missing += isMissing[pair] as number));
      candidate.atMost = missing;
      if (missing > (best?.atMost ?? 0)) best = candidate;
    }
    if (best === undefined) return selected;
    eachPair(best.numbers, count, (pair) => (isMissing[pair] = 0));
    selected.push(best.combination);
  }
}

/** The title of a combination: its settings that differ from the first value of their row. */
function titleOf(combination: Combination): string {
  const others = settings.filter((setting) => combination[setting] !== values[setting][0]);
  return others.map((setting) => `${setting} ${combination[setting]}`).join(', ') || 'only first values';
}

/** A combination as the settings of an environment. */
export interface CombinedEnvironment {
  readonly title: string;
  readonly changes: Changes;
  readonly hasImage: boolean;
}

/** Environments that together contain all pairs of settings that can be combined. Planning all combinations would take half an hour. */
export const pairwiseEnvironments: readonly CombinedEnvironment[] = selectPairwise(allCombinations()).map(
  (combination) => ({
    title: titleOf(combination),
    changes: environmentOf(combination),
    hasImage: combination.image === 'given',
  }),
);

/** The shipped environments, `prod` on Fargate, and the pairwise environments, with different names. */
export const allEnvironments: readonly Changes[] = [
  { name: fixture.name },
  balanced,
  { ...threeTiers, removal: 'protect' },
  { ...threeTiers, name: 'prodfargate', compute: fixture.compute },
  ...pairwiseEnvironments.map(({ changes }, index) => ({ ...changes, name: `pairwise${index}`, table: changes.table })),
];
