import type { Environment } from '../../environment';
import { defaultRuleQuota, limitsCdn } from '../../settings/ingress-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { allowedNetworkProblems } from './allowed-network-checks';
import { type Cidr, contains, formatCidr, parseCidr } from './cidr';

const field = 'ingress.allowFrom';

/** The maximum number of rules in the security groups of one network interface. A higher quota does not raise this limit. */
const maxRules = 1000;

/** The maximum number of ranges in an IP set of AWS WAF. https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const maxIpSet = 10_000;

/** Returns the problems with the networks that may reach the app. */
export function allowFromProblems({ ingress }: Pick<Environment, 'ingress'>): SettingsProblem[] {
  const { allowFrom } = ingress;
  if (allowFrom === undefined) return [];
  const isCdn = limitsCdn(ingress);
  const most = isCdn ? maxIpSet : Math.floor(maxRules / portCount(ingress));
  return [
    ...failedChecks([
      {
        field,
        value: allowFrom,
        allowed: allowFrom.length > 0,
        remedy: "Name at least one network, for example ['203.0.113.0/24'], or remove allowFrom to allow the internet.",
      },
      {
        field,
        value: allowFrom.length,
        allowed: allowFrom.length <= most,
        remedy: `Name at most ${most} networks (AWS's limit), or combine them into larger ranges.`,
      },
    ]),
    ...allowFrom.flatMap((network, index) =>
      allowFrom.indexOf(network) < index
        ? [
            {
              field: itemField(index),
              value: network,
              remedy: 'This network is listed twice. Remove one of the two entries.',
            },
          ]
        : allowedNetworkProblems(itemField(index), network, isCdn),
    ),
    ...overlapProblems(allowFrom),
  ];
}

/**
 * Returns a warning if the networks need more security group rules than AWS allows by default; null otherwise. A prefix list counts as one
 * network here, although the plan counts its entries.
 */
export function allowFromWarning({ ingress }: Pick<Environment, 'ingress'>): string | null {
  const rules = limitsCdn(ingress) ? 0 : (ingress.allowFrom?.length ?? 0) * portCount(ingress);
  if (rules <= defaultRuleQuota) return null;
  return `${field} needs ${rules} rules in a security group, and AWS allows ${defaultRuleQuota} by default (quota L-0EA8095F). Combine the networks into larger ranges, or request a higher quota.`;
}

/** Returns the number of rules per network: two with a domain (HTTPS, and the redirect from HTTP), otherwise one. */
function portCount(ingress: Environment['ingress']): number {
  return ingress.kind === 'load-balanced' && ingress.domain ? 2 : 1;
}

function itemField(index: number): string {
  return `${field}.${index}`;
}

/** Returns a problem for each range that is inside another listed range. CIDR ranges cannot overlap in any other way. */
function overlapProblems(networks: readonly string[]): SettingsProblem[] {
  const ranges = networks.flatMap((network, index) => {
    const range = parseCidr(network);
    const isFirst = networks.indexOf(network) === index;
    return range && isFirst && formatCidr(range) === network ? [{ index, range }] : [];
  });
  return ranges.flatMap(({ index, range }) => {
    const outer = ranges.find((other) => other.index !== index && contains(other.range, range));
    return outer ? [{ field: itemField(index), value: formatCidr(range), remedy: insideOf(outer.range) }] : [];
  });
}

function insideOf(outer: Cidr): string {
  return `This range is inside ${formatCidr(outer)}, which is also listed. Remove one of them.`;
}
