import type { Environment } from '../environment';
import { failedChecks, type SettingsProblem } from './settings-problem';
import { isWholeNumber } from './whole-number';

/** The problems of the ingress settings. */
export function ingressProblems({ ingress, scale, profiles }: Environment): SettingsProblem[] {
  if (ingress.kind === 'direct') {
    return failedChecks([
      {
        field: 'scale.kind',
        value: scale.kind,
        // The compiler also rejects this.
        allowed: scale.kind === 'fixed',
        remedy: "Use 'fixed': without a load balancer, a second task takes no requests from the first.",
      },
    ]);
  }
  const { domain, plainHttp, firewall } = ingress;
  const limit = typeof firewall === 'object' ? firewall.requestsPerAddress : undefined;
  return failedChecks([
    {
      field: 'ingress.domain.name',
      value: domain?.name,
      allowed: domain === undefined || isHostName(domain.name),
      remedy: 'Use a domain name in lower case, without scheme, port and final dot, for example app.example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: domain?.name,
      // The limit for the DomainName of RequestCertificate.
      allowed: domain === undefined || domain.name.length <= 64,
      remedy: 'Use at most 64 characters, which is the limit of a certificate.',
    },
    {
      field: 'ingress.domain.zone',
      value: domain?.zone,
      allowed: domain === undefined || isHostName(domain.zone),
      remedy: 'Use the name of a Route 53 zone in lower case, without a final dot, for example example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: domain?.name,
      allowed: domain === undefined || domain.name === domain.zone || domain.name.endsWith(`.${domain.zone}`),
      remedy: `Use a name in ingress.domain.zone: ${domain?.zone} or one below it.`,
    },
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      allowed: profiles === undefined || domain !== undefined || plainHttp === 'accepted',
      remedy:
        "Without a domain, profiles use plain HTTP: others can read email addresses, phone numbers and management links in transit. Set ingress.domain, or write plainHttp: 'accepted' to run without HTTPS.",
    },
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      // The compiler also rejects this.
      allowed: domain === undefined || plainHttp === undefined,
      remedy: 'Remove it: ingress.domain already brings HTTPS.',
    },
    {
      field: 'ingress.firewall.requestsPerAddress',
      value: limit,
      allowed: limit === undefined || isWholeNumber(limit, 10, 2_000_000_000),
      remedy: 'Use a whole number from 10 to 2000000000, or remove it.',
    },
  ]);
}

/** Whether a text is a host name of at least two labels (RFC 1123), in lower case. Certificates do not allow underscores. */
function isHostName(text: string): boolean {
  return text.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
