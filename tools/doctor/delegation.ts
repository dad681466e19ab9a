import { resolveNs } from 'node:dns/promises';
import type { SynthesizedStack } from '../shared/synthesized-stack';

/** Matches the name servers of Route 53, such as `ns-2048.awsdns-64.com`. */
const route53Server = /\.awsdns-\d+\.(com|net|org|co\.uk)\.?$/i;

/** Returns the name of the Route 53 zone that contains the environment's domain; undefined if the environment has no such zone. */
export function zoneOf(stack: SynthesizedStack): string | undefined {
  const { data } = stack.document as { readonly data?: Readonly<Record<string, object>> };
  const [zone] = Object.values(data?.aws_route53_zone ?? {}) as { readonly name?: string }[];
  return zone?.name;
}

/**
 * Checks in DNS that Route 53 serves the zone of an environment. If Route 53 does not serve the zone, AWS cannot
 * validate the certificate, and the first deployment fails after 15 minutes.
 * @param resolve looks up the name servers of a zone. @default the DNS servers of this machine
 * @returns the result as text. If DNS does not respond, the text says so, and nothing is thrown
 * @throws Error that says what to do if the zone is not delegated to Route 53
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
      return `the delegation of ${zone} could not be checked (DNS: ${code})`;
    throw new Error(
      `The zone ${zone} is not delegated: DNS lists no name servers for it, so AWS could not validate the certificate. ${remedy}`,
    );
  }
  if (servers.some((server) => route53Server.test(server))) return `${zone} is delegated to Route 53`;
  throw new Error(
    `The zone ${zone} is delegated to ${servers.join(', ')} and not to Route 53, so AWS could not validate the certificate. ${remedy}`,
  );
}
