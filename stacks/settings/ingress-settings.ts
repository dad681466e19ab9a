import type { Domain } from './domain-settings';
import type { FirewallSettings } from './firewall-settings';

/** How requests reach the tasks. */
export type Ingress = DirectIngress | LoadBalancedIngress;

/** The settings of every ingress. */
export interface CommonIngressSettings {
  /**
   * The only networks from which requests reach the app: IPv4 ranges such as `203.0.113.0/24`, and ids of managed prefix lists with IPv4
   * ranges, such as `pl-0123456789abcdef0`. CloudFront accepts only ranges. This does not replace a login. `npm run deploy` can then check
   * the address only from these networks (docs/ingress.md).
   * @default the internet
   */
  readonly allowFrom?: readonly string[];
}

/** No load balancer: each task has a public address, and serves plain HTTP to the internet. */
export interface DirectIngress extends CommonIngressSettings {
  readonly kind: 'direct';
}

/** An application load balancer. The tasks accept requests only from it. */
export type LoadBalancedIngress = SecureIngress | PlainIngress;

/** HTTPS: with a domain, with CloudFront, or with both. */
export type SecureIngress = DomainIngress | CdnIngress;

/** HTTPS at a public load balancer, with a domain. */
export interface DomainIngress extends LoadBalancerSettings {
  /** The domain of the app. With it, the load balancer serves HTTPS and redirects HTTP. */
  readonly domain: Domain;
  readonly cdn?: undefined;
  readonly plainHttp?: undefined;
}

/** HTTPS at CloudFront. The load balancer is internal: it has no public address, and accepts requests only from CloudFront. */
export interface CdnIngress extends LoadBalancerSettings {
  /**
   * A CloudFront distribution, which has a domain name under `cloudfront.net` with its certificate, serves HTTPS, and redirects HTTP. It
   * costs nothing up to 10 million requests and 1 TB a month. It caches only responses whose `Cache-Control` allows it.
   */
  readonly cdn: CdnSettings;
  /**
   * The domain of the app, with a certificate of its own.
   * @default the domain name of the distribution
   */
  readonly domain?: Domain;
  readonly plainHttp?: undefined;
}

/** The settings of a CloudFront distribution. */
export interface CdnSettings {
  /**
   * The edge locations that serve the app. `PriceClass_100`: North America, Europe and Israel; `PriceClass_200`: also Africa, the Middle
   * East and most of Asia. Visitors elsewhere are served from there too, but more slowly.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
   * @default 'PriceClass_All': all edge locations; beyond the free amount, some cost more
   */
  readonly priceClass?: 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';
}

/** Plain HTTP at the DNS name of the load balancer. */
export interface PlainIngress extends LoadBalancerSettings {
  readonly domain?: undefined;
  readonly cdn?: undefined;
  /**
   * Accepts that requests and responses are not encrypted. Profiles without `domain` and `cdn` require it: others can then read and
   * change email addresses, phone numbers and management links in transit.
   * @default not accepted: the synth rejects profiles without HTTPS
   */
  readonly plainHttp?: 'accepted';
}

/** Plain HTTP with `plainHttp: 'accepted'`. */
export type AcceptedPlainIngress = PlainIngress & Required<Pick<PlainIngress, 'plainHttp'>>;

/** The settings of a load balancer, with or without a domain. */
export interface LoadBalancerSettings extends CommonIngressSettings {
  readonly kind: 'load-balanced';
  /**
   * AWS WAF in front of the load balancer, or with `cdn` at the edge locations of CloudFront: about 10 US dollars a month, and 0.60 per
   * million requests.
   * @default `{}` with a domain: every rule blocks; `'off'` without a domain
   */
  readonly firewall?: FirewallSettings | 'off';
}

/**
 * The default quota of ingress rules per security group. A rule that references a prefix list counts as the list's maximum number of
 * entries. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const defaultRuleQuota = 60;

/** Whether an entry of `allowFrom` is a prefix list, and not a range. */
export function isPrefixList(network: string): boolean {
  return network.startsWith('pl-');
}

/** Returns the settings of the firewall, or the default; undefined without a firewall. */
export function firewallSettingsOf(ingress: Ingress): FirewallSettings | undefined {
  if (ingress.kind === 'direct') return undefined;
  const { domain, firewall = domain ? {} : 'off' } = ingress;
  return firewall === 'off' ? undefined : firewall;
}

/** Whether there is a web ACL of AWS WAF: the firewall, or with CloudFront `allowFrom`. */
export function hasWebAcl(ingress: Ingress): boolean {
  return firewallSettingsOf(ingress) !== undefined || limitsCdn(ingress);
}

/** Whether a web ACL at CloudFront limits the networks of clients. */
export function limitsCdn(ingress: Ingress): boolean {
  return ingress.kind === 'load-balanced' && ingress.cdn !== undefined && ingress.allowFrom !== undefined;
}

/** Whether the clients use HTTPS. */
export function isSecure(ingress: Ingress): ingress is SecureIngress {
  return ingress.kind === 'load-balanced' && (ingress.domain !== undefined || ingress.cdn !== undefined);
}
