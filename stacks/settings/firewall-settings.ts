import { number, object, oneOf, optional } from './shape';

/** The rules of the firewall. Each rule blocks the requests that match, or only counts them. */
export interface FirewallSettings {
  /** AWS's common rule set, for example against path traversal and cross-site scripting. @default 'block' */
  readonly commonRules?: FirewallMode;
  /** AWS's rule set against known bad inputs, such as current exploits. @default 'block' */
  readonly knownBadInputs?: FirewallMode;
  /** The rule against IP addresses that AWS lists for their bad reputation. @default 'block' */
  readonly ipReputation?: FirewallMode;
  /**
   * The rule against request bodies over 8 KiB. AWS WAF inspects only the first 8 KiB of a body. The app's forms are shorter than 4 KiB,
   * except the forms of profiles, which this rule always allows.
   * @default 'block'
   */
  readonly bodySize?: FirewallMode;
  /** The rule against IP addresses that send more requests than `requestsPerAddress`. @default 'block' */
  readonly rate?: FirewallMode;
  /**
   * The rate limit: how many requests one IP address may send in five minutes, 10 to 2,000,000,000.
   * @default 2000
   */
  readonly requestsPerAddress?: number;
}

/** The action of a rule for a matching request: `block` rejects the request, `count` only counts it. */
export type FirewallMode = 'block' | 'count';

const mode = optional(oneOf('block', 'count'));

export const firewallShape = object<FirewallSettings>({
  commonRules: mode,
  knownBadInputs: mode,
  ipReputation: mode,
  bodySize: mode,
  rate: mode,
  requestsPerAddress: optional(number()),
});
