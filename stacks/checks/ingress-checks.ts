import type { Environment } from '../environment';
import { failedChecks, type SettingsProblem } from './settings-problem';
import { isWholeNumber } from './whole-number';

/** What is wrong with how requests are to reach the tasks. */
export function ingressProblems({ ingress, scale, profiles }: Environment): SettingsProblem[] {
  if (ingress.kind === 'direct') {
    return failedChecks([
      {
        field: 'scale.kind',
        value: scale.kind,
        // The types keep this out, for whoever asks them.
        allowed: scale.kind === 'fixed',
        remedy: "Use 'fixed': without a load balancer, more tasks take no load from the others.",
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
      remedy: 'Write a name in lower case, without scheme, port and a dot at its end: app.example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: domain?.name,
      // What a certificate takes as its first name (RequestCertificate).
      allowed: domain === undefined || domain.name.length <= 64,
      remedy: 'A certificate takes names of at most 64 characters; choose a shorter one.',
    },
    {
      field: 'ingress.domain.zone',
      value: domain?.zone,
      allowed: domain === undefined || isHostName(domain.zone),
      remedy: 'Write the name of a Route 53 zone in lower case, without a dot at its end: example.com.',
    },
    {
      field: 'ingress.domain.name',
      value: domain?.name,
      allowed: domain === undefined || domain.name === domain.zone || domain.name.endsWith(`.${domain.zone}`),
      remedy: `It must be in ingress.domain.zone, ${domain?.zone}: that name itself or one below it.`,
    },
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      allowed: profiles === undefined || domain !== undefined || plainHttp === 'accepted',
      remedy:
        "Without a domain, profiles use plain HTTP: others can read e-mail addresses, phone numbers and management links in transit. Set ingress.domain, or write plainHttp: 'accepted' to run without HTTPS.",
    },
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      // The types keep this out.
      allowed: domain === undefined || plainHttp === undefined,
      remedy: 'Remove it: ingress.domain already brings HTTPS.',
    },
    {
      field: 'ingress.firewall.requestsPerAddress',
      value: limit,
      allowed: limit === undefined || isWholeNumber(limit, 10, 2_000_000_000),
      remedy: 'Use a whole number from 10 to 2000000000, or leave it out.',
    },
  ]);
}

/** Two labels or more (RFC 1123), in lower case; Route 53 takes underscores too, certificates do not. */
function isHostName(text: string): boolean {
  return text.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
