import { resolveNs } from 'node:dns/promises';
import type { SynthesizedStack } from '../shared/synthesized-stack';

/** The name servers of Route 53, as in `ns-2048.awsdns-64.com`. */
const route53Server = /\.awsdns-\d+\.(com|net|org|co\.uk)\.?$/i;

/** Returns the name of the Route 53 zone with the environment's domain, or undefined without a domain. */
export function zoneOf(stack: SynthesizedStack): string | undefined {
  const { data } = stack.document as { readonly data?: Readonly<Record<string, object>> };
  const [zone] = Object.values(data?.aws_route53_zone ?? {}) as { readonly name?: string }[];
  return zone?.name;
}

/**
 * Checks in DNS that Route 53 serves the zone of an environment. Otherwise AWS cannot validate the certificate, and the first deployment
 * fails after 15 minutes.
 * @param resolve @default the DNS servers of this machine
 * @returns the result; also if DNS does not respond
 * @throws Error with the remedy
 */
export async function checkDelegation(
  zone: string,
  resolve: (zone: string) => Promise<readonly string[]> = resolveNs,
): Promise<string> {
  const remedy = `At the registrar of ${zone}, enter the four name servers that \`aws route53 get-hosted-zone\` prints.`;
  let servers: readonly string[];
  try {
    servers = await resolve(zone);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTFOUND' && code !== 'ENODATA')
      return `${zone}; its delegation could not be checked (DNS: ${code})`;
    throw new Error(
      `The zone ${zone} is not delegated: DNS lists no name servers for it, so AWS could not validate the certificate. ${remedy}`,
    );
  }
  if (servers.some((server) => route53Server.test(server))) return `${zone} is delegated to Route 53`;
  throw new Error(
    `The zone ${zone} is delegated to ${servers.join(', ')} and not to Route 53, so AWS could not validate the certificate. ${remedy}`,
  );
}
