import ipaddr from 'ipaddr.js';
import { isPrefixList } from '../../settings/ingress-settings';
import type { SettingsProblem } from '../settings-problem';
import { formatCidr, overlaps, parseCidr, privateRanges } from './cidr';
import { isResourceId } from './resource-id';

/** The shortest allowed prefix length. The guard rails regard larger ranges as the internet. */
const shortestPrefix = 8;

/** Private, loopback and link-local ranges. No request to a public address comes from these ranges. */
const localRanges = [...privateRanges, '127.0.0.0/8', '169.254.0.0/16']
  .map(parseCidr)
  .filter((range) => range !== undefined);

/**
 * Returns the problem with one network, if there is one: an IPv4 range or the id of a prefix list.
 * @param isCdn whether AWS WAF checks the addresses, because CloudFront is in front of the app
 */
export function allowedNetworkProblems(field: string, network: string, isCdn: boolean): SettingsProblem[] {
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
