import { resolve4, resolveCname } from 'node:dns/promises';

/** A DNS record that the user creates outside of Terraform, so that the domain resolves to the load balancer. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** The DNS name of the load balancer. */
  readonly target: string;
}

/** The methods of a DNS resolver that the check of a record needs. */
export interface Resolver {
  readonly addresses: (name: string) => Promise<readonly string[]>;
  readonly alias: (name: string) => Promise<readonly string[]>;
}

/** Where the name of a record resolves in DNS. */
export type DnsState =
  /** The name resolves to the load balancer. */
  | 'right'
  /** The name does not exist. */
  | 'missing'
  /** The name resolves to another server, which may be a proxy in front of the load balancer. */
  | 'other'
  /** DNS did not respond. */
  | 'unknown';

const systemResolver: Resolver = { addresses: resolve4, alias: resolveCname };

/**
 * Returns the DNS record that the user must create, from the outputs of a stack.
 * @returns undefined if there is no domain, or if Terraform creates the record
 */
export function dnsRecordOf({ dns_record: text }: Readonly<Record<string, unknown>>): DnsRecord | undefined {
  if (typeof text !== 'string') return undefined;
  const [name = '', type = '', target = ''] = text.split(' ');
  return { name, type, target };
}

/**
 * Checks whether the name of a DNS record resolves to the load balancer.
 * @param resolver answers the DNS queries. @default the DNS servers of this machine
 */
export async function readDnsState(
  { name, target }: DnsRecord,
  resolver: Resolver = systemResolver,
): Promise<DnsState> {
  const aliases: readonly string[] = await resolver.alias(name).catch(() => []);
  if (aliases.some((alias) => withoutFinalDot(alias) === withoutFinalDot(target))) return 'right';
  try {
    // For an ALIAS record, DNS returns only addresses, so the addresses of both names are compared.
    const found = await resolver.addresses(name);
    const expected: readonly string[] = await resolver.addresses(target).catch(() => []);
    return found.some((address) => expected.includes(address)) ? 'right' : 'other';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return ['ENOTFOUND', 'ENODATA'].includes(code) ? 'missing' : 'unknown';
  }
}

/**
 * Describes in a sentence where the name of a record resolves. Unless the state is `right`, the sentence contains the
 * record to create.
 */
export function describeDns({ name, type, target }: DnsRecord, state: DnsState): string {
  const record = `${name} ${type} ${target}${type === 'CNAME' ? ' (at the apex of a zone, use ALIAS instead of CNAME)' : ''}`;
  return {
    right: `${name} resolves to the load balancer`,
    missing: `${name} does not exist in DNS yet. Create this record: ${record}`,
    other: `${name} does not resolve to the load balancer. Unless a proxy at that address forwards to the load balancer, change the record to: ${record}`,
    unknown: `${name} could not be looked up in DNS. This record must exist: ${record}`,
  }[state];
}

function withoutFinalDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
