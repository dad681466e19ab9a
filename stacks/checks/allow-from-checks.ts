import ipaddr from 'ipaddr.js';
import type { Environment } from '../environment';
import { defaultRuleQuota, isPrefixList, limitsCdn } from '../settings/ingress-settings';
import { type Cidr, contains, formatCidr, overlaps, parseCidr } from './cidr';
import { privateRanges } from './network-checks';
import { isResourceId } from './resource-id';
import { failedChecks, type SettingsProblem } from './settings-problem';

const field = 'ingress.allowFrom';

/** The maximum number of rules in the security groups of one network interface. A higher quota does not raise this limit. */
const maxRules = 1000;

/** The maximum number of ranges in an IP set of AWS WAF. https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const maxIpSet = 10_000;

/** The shortest allowed prefix length. The guard rails regard larger ranges as the internet. */
const shortestPrefix = 8;

/** Private, loopback and link-local ranges. No request to a public address comes from these ranges. */
const localRanges = [...privateRanges, '127.0.0.0/8', '169.254.0.0/16']
  .map(parseCidr)
  .filter((range) => range !== undefined);

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
        : networkProblems(itemField(index), network, isCdn),
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

/** Returns how many rules each network needs: with a domain, one for HTTPS and one for the redirect from HTTP. */
function portCount(ingress: Environment['ingress']): number {
  return ingress.kind === 'load-balanced' && ingress.domain ? 2 : 1;
}

function itemField(index: number): string {
  return `${field}.${index}`;
}

function networkProblems(field: string, network: string, isCdn: boolean): SettingsProblem[] {
  const problem = (remedy: string) => [{ field, value: network, remedy }];
  if (isPrefixList(network)) {
    if (isCdn)
      return problem(
        'With cdn, AWS WAF checks the addresses, and it does not accept prefix lists. Name the ranges that the prefix list contains instead.',
      );
    return isResourceId('pl', network)
      ? []
      : problem('Use the id of a prefix list: pl- and 8 or 17 hexadecimal digits.');
  }
  const range = parseCidr(network);
  if (!range) return problem(unknownNetwork(network));
  if (range.prefix === 0) return problem('This range covers the whole internet. Remove allowFrom instead.');
  if (formatCidr(range) !== network) return problem(`Use the first address of the range: ${formatCidr(range)}.`);
  if (range.prefix < shortestPrefix) {
    return problem(
      `This range covers a large part of the internet. Use /${shortestPrefix} or longer, or remove allowFrom.`,
    );
  }
  return localRanges.some((local) => overlaps(local, range))
    ? problem(
        'This range contains private addresses, but requests reach the app only from public addresses. Use the public addresses of that network: run `curl https://checkip.amazonaws.com` there to print one.',
      )
    : [];
}

function unknownNetwork(network: string): string {
  if (ipaddr.IPv4.isValidFourPartDecimal(network)) return `For one address, write ${network}/32.`;
  if (ipaddr.IPv6.isValid(network) || ipaddr.IPv6.isValidCIDR(network)) {
    return "The app's public address is IPv4 only. Use the IPv4 range of that network.";
  }
  return 'Use an IPv4 range in CIDR notation, for example 203.0.113.0/24, or the id of a prefix list (pl-…).';
}

/** Returns the problems with ranges that are inside another listed range. CIDR ranges cannot overlap in any other way. */
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
