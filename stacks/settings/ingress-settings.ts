import { type CdnSettings, cdnShape } from './cdn-settings';
import { type Domain, domainShape } from './domain-settings';
import { type FirewallSettings, firewallShape } from './firewall-settings';
import { objectOr, oneOf, oneOfKinds, optional, strings } from './shape';

/** How requests reach the tasks: `direct`, or `load-balanced`. */
export type Ingress = DirectIngress | LoadBalancedIngress;

/** The settings that both kinds of ingress share. */
export interface CommonIngressSettings {
  /**
   * The only networks from which requests reach the app. Each item is an IPv4 range such as `203.0.113.0/24`, or the id of a managed prefix
   * list with IPv4 ranges, such as `pl-0123456789abcdef0`. With `cdn`, only ranges are allowed. This setting does not replace a login. `npm
   * run deploy` can check the address of the app only from these networks (docs/ingress.md).
   * @default the internet
   */
  readonly allowFrom?: readonly string[];
}

/** No load balancer: each task has a public address, and serves plain HTTP to the internet or, with `allowFrom`, only to those networks. */
export interface DirectIngress extends CommonIngressSettings {
  readonly kind: 'direct';
}

/** An application load balancer. The tasks accept requests only from the load balancer. */
export type LoadBalancedIngress = SecureIngress | PlainIngress;

/** A load balancer whose clients use HTTPS: with a domain, with CloudFront, or with both. */
export type SecureIngress = DomainIngress | CdnIngress;

/** A public load balancer that serves HTTPS on a domain. */
export interface DomainIngress extends LoadBalancerSettings {
  /** The domain of the app. The load balancer serves HTTPS on this domain, and redirects HTTP. */
  readonly domain: Domain;
  readonly cdn?: undefined;
  readonly plainHttp?: undefined;
}

/**
 * A CloudFront distribution that serves HTTPS. The load balancer is internal: it has no public address, and accepts requests only from
 * CloudFront.
 */
export interface CdnIngress extends LoadBalancerSettings {
  /**
   * The settings of the CloudFront distribution; `{}` uses the defaults. The distribution serves HTTPS and redirects HTTP. It has a domain
   * name under `cloudfront.net`, with a certificate. It costs nothing up to 10 million requests and 1 TB a month. It caches only responses
   * whose `Cache-Control` allows it.
   */
  readonly cdn: CdnSettings;
  /**
   * The domain of the app. With this setting, the distribution has a certificate for this domain.
   * @default none: the app has the distribution's domain name under `cloudfront.net`
   */
  readonly domain?: Domain;
  readonly plainHttp?: undefined;
}

/** A load balancer that serves plain HTTP, at its own DNS name. */
export interface PlainIngress extends LoadBalancerSettings {
  readonly domain?: undefined;
  readonly cdn?: undefined;
  /**
   * Confirms that requests and responses are not encrypted. Profiles without `domain` and without `cdn` require this setting, because
   * without HTTPS, others can read and change email addresses, phone numbers and management links in transit.
   * @default not accepted: the synth rejects profiles without HTTPS
   */
  readonly plainHttp?: 'accepted';
}

/** A load balancer that serves plain HTTP, with the confirmation `plainHttp: 'accepted'`. */
export type AcceptedPlainIngress = PlainIngress & Required<Pick<PlainIngress, 'plainHttp'>>;

/** The settings of a load balancer, with or without a domain. */
export interface LoadBalancerSettings extends CommonIngressSettings {
  readonly kind: 'load-balanced';
  /**
   * AWS WAF in front of the load balancer; with `cdn`, at the edge locations of CloudFront. It costs about 10 US dollars a month, and 0.60
   * per million requests.
   * @default `{}` with a domain: every rule blocks; `'off'` without a domain
   */
  readonly firewall?: FirewallSettings | 'off';
}

export const ingressShape = oneOfKinds<Ingress>({
  direct: { allowFrom: optional(strings) },
  'load-balanced': {
    domain: optional(domainShape),
    cdn: optional(cdnShape),
    plainHttp: optional(oneOf('accepted')),
    allowFrom: optional(strings),
    firewall: optional(objectOr(firewallShape, oneOf('off'))),
  },
});

/**
 * The default quota of ingress rules per security group. A rule that references a prefix list counts as the list's maximum number of
 * entries. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const defaultRuleQuota = 60;

/** Whether an entry of `allowFrom` is the id of a prefix list. Otherwise the entry is an IPv4 range. */
export function isPrefixList(network: string): boolean {
  return network.startsWith('pl-');
}

/** Returns the settings of the firewall, or the default if none are set; undefined if there is no firewall. */
export function firewallSettingsOf(ingress: Ingress): FirewallSettings | undefined {
  if (ingress.kind === 'direct') return undefined;
  const { domain, firewall = domain ? {} : 'off' } = ingress;
  return firewall === 'off' ? undefined : firewall;
}

/** Whether the environment has a web ACL of AWS WAF: for the firewall, or for `allowFrom` with CloudFront. */
export function hasWebAcl(ingress: Ingress): boolean {
  return firewallSettingsOf(ingress) !== undefined || limitsCdn(ingress);
}

/** Whether `allowFrom` limits the clients of CloudFront. A web ACL then checks their addresses. */
export function limitsCdn(ingress: Ingress): boolean {
  return ingress.kind === 'load-balanced' && ingress.cdn !== undefined && ingress.allowFrom !== undefined;
}

/** Whether clients reach the app through HTTPS. */
export function isSecure(ingress: Ingress): ingress is SecureIngress {
  return ingress.kind === 'load-balanced' && (ingress.domain !== undefined || ingress.cdn !== undefined);
}
