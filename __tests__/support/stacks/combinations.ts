import type { LoadBalancedService } from '../../../stacks/environment';
import type { AppSettings } from '../../../stacks/settings/app-settings';
import type { Compute } from '../../../stacks/settings/compute-settings';
import type { Domain } from '../../../stacks/settings/domain-settings';
import type { FirewallSettings } from '../../../stacks/settings/firewall-settings';
import type { AcceptedPlainIngress, CdnIngress, DomainIngress } from '../../../stacks/settings/ingress-settings';
import type { NetworkSettings } from '../../../stacks/settings/network-settings';
import type { ProfilesStorageSettings } from '../../../stacks/settings/profiles-settings';
import type { Scale } from '../../../stacks/settings/scale-settings';
import { sharedInRun } from '../jest/run-cache';
import { appAdditions, appResources } from './all-app-resources';
import {
  balanced,
  type Changes,
  existingPrivateNetwork,
  existingPublicNetwork,
  fixture,
  threeTiers,
} from './fixture-environment';
import { type Combination as CombinationOf, selectPairwise, withEachValue } from './pairwise';

/**
 * The settings of an environment's file that tests combine, each with its values. `image` says whether an image is deployed. The order of
 * the settings affects how many combinations are selected. This order results in few.
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
type Combination = CombinationOf<typeof values>;

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
 * Whether the type `Environment` allows a combination. A domain, a firewall, autoscaling and private subnets need a load balancer. Hosts
 * and profiles need private subnets.
 */
function compiles({ network, ingress, domain, firewall, scale, compute, profiles }: Combination): boolean {
  const isPrivate = ['private', 'existing private'].includes(network);
  return (
    (ingress !== 'direct' || (domain === 'none' && firewall === 'default' && scale === 'fixed' && !isPrivate)) &&
    (isPrivate || (compute !== 'ec2' && profiles === 'none'))
  );
}

const networks: Record<Combination['network'], NetworkSettings> = {
  dedicated: fixture.network,
  default: { kind: 'default' },
  private: { ...threeTiers.network, nat: 'per zone' },
  existing: existingPublicNetwork,
  'existing private': existingPrivateNetwork,
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

/** The settings for a container that is not the shipped app and needs no table. */
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
    ...(added === 'some' && appAdditions),
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
    resources: combination.additions === 'some' ? appResources : undefined,
    ...(combination.additions === 'another app' && { table: anotherApp.table }),
    removal,
    ...(ingress === 'direct'
      ? { ingress: { kind: ingress, allowFrom: networksOf(combination) }, scale: scales.fixed }
      : loadBalanced(combination)),
  };
}

/** Returns the networks from which clients may connect. Without `additions`, returns undefined: any client may connect. */
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

/** Returns the domain with a certificate in us-east-1, because CloudFront accepts no others. */
function atCloudfront(domain: Domain): Domain {
  const { certificateArn } = domain;
  return certificateArn === undefined
    ? domain
    : { ...domain, certificateArn: certificateArn.replace('eu-central-1', 'us-east-1') };
}

/** Returns the title of a combination: the settings whose value is not the first in the table above. */
function titleOf(combination: Combination): string {
  const settings = Object.keys(values) as Setting[];
  const others = settings.filter((setting) => combination[setting] !== values[setting][0]);
  return others.map((setting) => `${setting} ${combination[setting]}`).join(', ') || 'only first values';
}

/** The settings of an environment that has a combination of values. */
export interface CombinedEnvironment {
  readonly title: string;
  readonly changes: Changes;
  readonly hasImage: boolean;
}

/**
 * Combinations that together contain all pairs of values. The selection takes a second of CPU time, so only the first suite of a test run
 * makes it.
 */
const selected: readonly Combination[] = JSON.parse(
  sharedInRun('pairwise combinations', () => JSON.stringify(selectPairwise(values, compiles))),
);

/** Environments that together contain every possible pair of values. Planning all combinations would take half an hour. */
export const pairwiseEnvironments: readonly CombinedEnvironment[] = selected.map(combinedEnvironment);

/** The first of the `pairwiseEnvironments`, as many as are needed to include every value of every setting. */
export const combinationsWithEachValue = pairwiseEnvironments.slice(0, withEachValue(values, selected).length);

function combinedEnvironment(combination: Combination): CombinedEnvironment {
  return {
    title: titleOf(combination),
    changes: environmentOf(combination),
    hasImage: combination.image === 'given',
  };
}

/** The shipped environments, and `prod` on Fargate instead of hosts. */
export const usualEnvironments: readonly Changes[] = [
  { name: fixture.name },
  balanced,
  { ...threeTiers, removal: 'protect' },
  { ...threeTiers, name: 'prodfargate', compute: fixture.compute },
];

const named = ({ changes }: CombinedEnvironment, index: number) => ({
  ...changes,
  name: `pairwise${index}`,
  table: changes.table,
});

/** The usual environments and all pairwise environments, each with its own name. */
export const allEnvironments: readonly Changes[] = [...usualEnvironments, ...pairwiseEnvironments.map(named)];

/** The usual environments, and `combinationsWithEachValue`. */
export const environmentsWithEachValue: readonly Changes[] = [
  ...usualEnvironments,
  ...combinationsWithEachValue.map(named),
];

/**
 * Splits environments into groups of five, because the plan role needs up to two policies per environment, and AWS allows ten per role.
 */
export function inFives(environments: readonly Changes[]): Changes[][] {
  return environments.flatMap((_changes, index) => (index % 5 === 0 ? [environments.slice(index, index + 5)] : []));
}
