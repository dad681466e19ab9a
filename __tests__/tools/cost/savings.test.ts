import { savings } from '../../../tools/cost/savings';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { balanced, type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

/** Returns the proposed saving per idle month, in US dollars. @param change the beginning of the proposal's text */
function savingOf(changes: Changes, change: string): string | undefined {
  const found = savings(resourcesOf(synthesized(changes)), costsOf(changes));
  return found.find((one) => one.change.startsWith(change))?.usd.idle.toFixed(2);
}

const perZone: Changes = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } };
const x86: Changes = { compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'X86_64' } };
const standby: Changes = { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, multiAz: true } } };

/** CloudFront with a domain, which turns `firewall` on by default. `allowFrom` needs a web ACL even if `firewall` is off. */
const limitedCdn = {
  kind: 'load-balanced',
  cdn: {},
  domain: { name: 'app.example.com', zone: 'example.com' },
  allowFrom: ['203.0.113.0/24'],
} as const;

describe('savings', () => {
  it.each<[string, Changes, string, number]>([
    ['ARM64', x86, 'ARM64', 730 * (0.25 * (0.04656 - 0.03725) + 0.5 * (0.00511 - 0.00409))],
    // The first of the two tasks remains on regular Fargate.
    ['Spot', balanced, 'Fargate Spot', 730 * (0.25 * 0.03725 + 0.5 * 0.00409) * 0.69],
    ['no firewall', threeTiers, 'no firewall', 5 + 6],
    ['no firewall with CloudFront and allowFrom', { ...balanced, ingress: limitedCdn }, 'no firewall', 5],
    // This saves a gateway and its address, but no traffic.
    ['one NAT gateway', perZone, 'one NAT gateway', 730 * (0.052 + 0.005)],
    ['no standby', standby, 'no standby', 730 * 0.019 + 20 * 0.137],
    ['no monitoring', balanced, 'no dashboard', 3 + 12 * 0.1],
    // A task costs its vCPU, its memory and its public address.
    ['one task fewer', balanced, 'one task fewer', 730 * (0.25 * 0.03725 + 0.5 * 0.00409 + 0.005)],
    [
      'Fargate',
      threeTiers,
      'Fargate instead',
      2 * (730 * 0.0192 + 30 * 0.0952) - 2 * 730 * (0.25 * 0.03725 + 0.5 * 0.00409),
    ],
  ])('calculates what a month costs less with this change: %s', (_, changes, change, expected) => {
    expect(Number(savingOf(changes, change))).toBeCloseTo(expected, 1);
  });

  it.each<[string, Changes, string]>([
    ['ARM64 for tasks that already run on ARM64', balanced, 'ARM64'],
    ['Spot for a single task', {}, 'Fargate Spot'],
    ['one NAT gateway if there is only one', threeTiers, 'one NAT gateway'],
    ['to remove a firewall that does not exist', balanced, 'no firewall'],
    [
      'to remove a firewall that is off, with CloudFront and allowFrom',
      { ...balanced, ingress: { ...limitedCdn, firewall: 'off' } },
      'no firewall',
    ],
  ])('does not propose %s', (_, changes, change) => {
    expect(savingOf(changes, change)).toBeUndefined();
  });

  it('are sorted by amount, the largest first', () => {
    const amounts = savings(resourcesOf(synthesized(balanced)), costsOf(balanced)).map(({ usd }) => usd.idle);
    expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
  });
});
