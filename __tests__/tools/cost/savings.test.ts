import { PriceList } from '../../../tools/cost/price-list';
import { savings } from '../../../tools/cost/savings';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { balanced, type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

/** Returns the saving of an idle month, in dollars and cents, by the change that begins with a text. */
function savingOf(changes: Changes, change: string): string | undefined {
  const found = savings(resourcesOf(synthesized(changes)), new PriceList('eu-central-1'), costsOf(changes));
  return found.find((one) => one.change.startsWith(change))?.usd.idle.toFixed(2);
}

const perZone: Changes = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } };
const x86: Changes = { compute: { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'X86_64' } };
const standby: Changes = { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, multiAz: true } } };

/** With a domain, `firewall` is on by default. The web ACL also exists without it, because of `allowFrom`. */
const limitedCdn = {
  kind: 'load-balanced',
  cdn: {},
  domain: { name: 'app.example.com', zone: 'example.com' },
  allowFrom: ['203.0.113.0/24'],
} as const;

describe('savings', () => {
  it.each<[string, Changes, string, number]>([
    ['ARM64', x86, 'ARM64', 730 * (0.25 * (0.04656 - 0.03725) + 0.5 * (0.00511 - 0.00409))],
    // The first of two tasks stays on regular Fargate.
    ['Spot', balanced, 'Fargate Spot', 730 * (0.25 * 0.03725 + 0.5 * 0.00409) * 0.69],
    ['no firewall', threeTiers, 'no firewall', 5 + 6],
    ['no firewall with CloudFront and allowFrom', { ...balanced, ingress: limitedCdn }, 'no firewall', 5],
    // The traffic of both gateways then flows through one.
    ['one NAT gateway', perZone, 'one NAT gateway', 730 * (0.052 + 0.005)],
    ['no standby', standby, 'no standby', 730 * 0.019 + 20 * 0.137],
    ['no monitoring', balanced, 'no dashboard', 3 + 12 * 0.1],
    // A task has an address.
    ['one task fewer', balanced, 'one task fewer', 730 * (0.25 * 0.03725 + 0.5 * 0.00409 + 0.005)],
    [
      'Fargate',
      threeTiers,
      'Fargate instead',
      2 * (730 * 0.0192 + 30 * 0.0952) - 2 * 730 * (0.25 * 0.03725 + 0.5 * 0.00409),
    ],
  ])('calculates %s', (_, changes, change, expected) => {
    expect(Number(savingOf(changes, change))).toBeCloseTo(expected, 1);
  });

  it.each<[string, Changes, string]>([
    ['ARM64 to tasks on ARM64', balanced, 'ARM64'],
    ['Spot to a single task', {}, 'Fargate Spot'],
    ['one NAT gateway to one', threeTiers, 'one NAT gateway'],
    ['a missing firewall', balanced, 'no firewall'],
    [
      'a missing firewall with CloudFront and allowFrom',
      { ...balanced, ingress: { ...limitedCdn, firewall: 'off' } },
      'no firewall',
    ],
  ])('does not propose %s', (_, changes, change) => {
    expect(savingOf(changes, change)).toBeUndefined();
  });

  it('begins with the largest saving', () => {
    const amounts = savings(resourcesOf(synthesized(balanced)), new PriceList('eu-central-1'), costsOf(balanced)).map(
      ({ usd }) => usd.idle,
    );
    expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
  });
});
