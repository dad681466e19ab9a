import { savings } from '../../../tools/cost/savings';
import { type Quantities, scenarios } from '../../../tools/cost/usage/scenarios';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { balanced, type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

/**
 * Returns the monthly saving of a proposed change, or undefined if the change is not proposed.
 * @param change the beginning of the description of the change
 */
function savingOf(changes: Changes, change: string): Quantities | undefined {
  const found = savings(resourcesOf(synthesized(changes)), costsOf(changes));
  return found.find((one) => one.change.startsWith(change))?.usd;
}

const x86: Changes = { compute: { ...fixture.compute, architecture: 'X86_64' } };
const x86Hosts: Changes = {
  ...threeTiers,
  compute: { ...threeTiers.compute, instanceType: 't3.small', architecture: 'X86_64' },
};
const perZone: Changes = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } };
const threeZones: Changes = {
  ...perZone,
  network: {
    ...threeTiers.network,
    publicSubnets: { ...threeTiers.network.publicSubnets, c: '10.2.3.0/24' },
    privateSubnets: { ...threeTiers.network.privateSubnets, c: '10.2.48.0/20' },
    nat: 'per zone',
  },
};
const standby: Changes = { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, multiAz: true } } };

/** With CloudFront and a domain, the firewall is on by default. If it is off, there is still a web ACL, because `allowFrom` needs one. */
const limitedCdn = {
  kind: 'load-balanced',
  cdn: {},
  domain: { name: 'app.example.com', zone: 'example.com' },
  allowFrom: ['203.0.113.0/24'],
} as const;

describe('Proposed savings', () => {
  it.each<[string, Changes, setting: Changes]>([
    ['ARM64', x86, {}],
    ['ARM64', x86Hosts, threeTiers],
    ['Fargate Spot', balanced, { ...balanced, compute: { ...fixture.compute, spotPercent: 100 } }],
    ['Fargate instead', threeTiers, { ...threeTiers, compute: fixture.compute }],
    ['one task fewer', balanced, { ...balanced, scale: { kind: 'automatic', min: 1, max: 4 } }],
    ['no firewall', threeTiers, { ...threeTiers, ingress: { kind: 'load-balanced', cdn: {} } }],
    ['no firewall', { ...balanced, ingress: limitedCdn }, { ...balanced, ingress: { ...limitedCdn, firewall: 'off' } }],
    ['one NAT gateway', perZone, threeTiers],
    ['no standby', standby, threeTiers],
    ['one zone fewer', threeZones, perZone],
    ['CloudFront', balanced, { ...balanced, ingress: { kind: 'load-balanced', cdn: {} } }],
    [
      'one host and one task fewer',
      threeTiers,
      {
        ...threeTiers,
        compute: { ...threeTiers.compute, hosts: { min: 1, max: 4 } },
        scale: { kind: 'automatic', min: 1, max: 4 },
      },
    ],
    ['no dashboard', balanced, { ...balanced, monitoring: undefined }],
    ['no dashboard', threeTiers, { ...threeTiers, monitoring: undefined }],
  ])('for the change "%s" equal the difference between the costs before and after it', (change, changes, setting) => {
    const [before, after] = [costsOf(changes).totals.all, costsOf(setting).totals.all];
    const saving = savingOf(changes, change);
    expect(scenarios.map((scenario) => saving?.[scenario].toFixed(2))).toEqual(
      scenarios.map((scenario) => (before[scenario] - after[scenario]).toFixed(2)),
    );
  });

  it.each<[change: string, condition: string, Changes]>([
    ['ARM64', 'the tasks run on ARM64', balanced],
    ['ARM64', 'the hosts run on ARM64', threeTiers],
    ['Fargate Spot', 'there is a single task', {}],
    ['one NAT gateway', 'there is only one', threeTiers],
    ['one zone fewer', 'there are two zones', perZone],
    ['CloudFront', 'the environment uses it', threeTiers],
    [
      'CloudFront',
      'there is a firewall',
      { ...balanced, ingress: { kind: 'load-balanced', domain: limitedCdn.domain } },
    ],
    ['one host', 'the tasks run on Fargate', balanced],
    ['no firewall', 'there is none', balanced],
    [
      'no firewall',
      'the web ACL contains only the rule for allowFrom',
      { ...balanced, ingress: { ...limitedCdn, firewall: 'off' } },
    ],
  ])('do not contain the change "%s" if %s', (change, _, changes) => {
    expect(savingOf(changes, change)).toBeUndefined();
  });

  it('are sorted by amount, the largest first', () => {
    const amounts = savings(resourcesOf(synthesized(balanced)), costsOf(balanced)).map(({ usd }) => usd.idle);
    expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
  });
});
