import type { Environment } from '../../environment';
import { isSecure } from '../../settings/ingress-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { isWholeNumber } from '../whole-number';

/** Returns the problems with the ingress settings. */
export function ingressProblems({ ingress, scale, profiles }: Environment): SettingsProblem[] {
  if (ingress.kind === 'direct') {
    return failedChecks([
      {
        field: 'scale.kind',
        value: scale.kind,
        // The compiler also rejects autoscaling without a load balancer.
        allowed: scale.kind === 'fixed',
        remedy: "Use 'fixed': without a load balancer, nothing distributes requests among several tasks.",
      },
    ]);
  }
  const { cdn, plainHttp, firewall } = ingress;
  const limit = typeof firewall === 'object' ? firewall.requestsPerAddress : undefined;
  return failedChecks([
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      allowed: profiles === undefined || isSecure(ingress) || plainHttp === 'accepted',
      remedy:
        "Without HTTPS, others can read the email addresses, phone numbers and management links of profiles in transit. Add cdn: {}, set ingress.domain, or write plainHttp: 'accepted' to run without HTTPS.",
    },
    {
      field: 'ingress.plainHttp',
      value: plainHttp,
      // The compiler also rejects `plainHttp` if HTTPS is on.
      allowed: !isSecure(ingress) || plainHttp === undefined,
      remedy: `Remove plainHttp: ingress.${cdn ? 'cdn' : 'domain'} already turns on HTTPS.`,
    },
    {
      field: 'ingress.firewall.requestsPerAddress',
      value: limit,
      allowed: limit === undefined || isWholeNumber(limit, 10, 2_000_000_000),
      remedy: 'Use a whole number from 10 to 2000000000, or remove the setting.',
    },
  ]);
}
