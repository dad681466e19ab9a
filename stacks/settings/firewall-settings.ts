/** The rules of the firewall. Each blocks the requests that it matches, or only counts them. */
export interface FirewallSettings {
  /** AWS's common rule set, for example path traversal and cross-site scripting. @default 'block' */
  readonly commonRules?: FirewallMode;
  /** AWS's known bad inputs: current exploits. @default 'block' */
  readonly knownBadInputs?: FirewallMode;
  /** AWS's list of IP addresses with a bad reputation. @default 'block' */
  readonly ipReputation?: FirewallMode;
  /**
   * Request bodies over 8 KiB, because AWS WAF inspects only the first 8 KiB. The app's forms are shorter than 4 KiB, except the forms of
   * profiles, which this rule always allows.
   * @default 'block'
   */
  readonly bodySize?: FirewallMode;
  /** IP addresses that send more than `requestsPerAddress`. @default 'block' */
  readonly rate?: FirewallMode;
  /**
   * The rate limit: requests that one IP address may send in five minutes, 10 to 2,000,000,000.
   * @default 2000
   */
  readonly requestsPerAddress?: number;
}

/** The action of a rule: reject the request, or only count it. */
export type FirewallMode = 'block' | 'count';
