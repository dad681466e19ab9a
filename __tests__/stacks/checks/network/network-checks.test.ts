import { type Changes, fixture, threeTiers } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError, untyped } from '../../../support/stacks/settings-errors';

const subnets = { a: '10.0.1.0/24', b: '10.0.2.0/24' };
function network(cidr: string, publicSubnets: Record<string, string>): Changes {
  return { network: { kind: 'dedicated', cidr, publicSubnets } };
}

function privately(privateSubnets: Record<string, string>): Changes {
  return { ...threeTiers, network: { ...threeTiers.network, privateSubnets } };
}

describe('Dedicated network settings', () => {
  it.each<[string, Changes]>([
    [
      'the end of the private range 172.16.0.0/12',
      network('172.31.0.0/16', { a: '172.31.0.0/20', b: '172.31.16.0/20' }),
    ],
    ['a part of the shared address space', network('100.64.0.0/16', { a: '100.64.0.0/24', c: '100.64.1.0/24' })],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    [
      'a private subnet in a zone without a public one',
      privately({ a: '10.2.16.0/20', c: '10.2.32.0/20' }),
      'network.privateSubnets is {"a":"10.2.16.0/20","c":"10.2.32.0/20"}.',
      'network.publicSubnets (a, b)',
    ],
    [
      'private subnets in only one zone',
      privately({ a: '10.2.16.0/20' }),
      'network.privateSubnets is {"a":"10.2.16.0/20"}.',
      'network.publicSubnets (a, b)',
    ],
    [
      'a private subnet that overlaps a public one',
      privately({ a: '10.2.1.0/24', b: '10.2.32.0/20' }),
      'network.privateSubnets.a is "10.2.1.0/24".',
      'overlaps network.publicSubnets.a',
    ],
    [
      'a private subnet outside the VPC',
      privately({ a: '10.3.16.0/20', b: '10.2.32.0/20' }),
      'network.privateSubnets.a is "10.3.16.0/20".',
      'inside network.cidr, 10.2.0.0/16',
    ],
    [
      'private subnets without NAT',
      untyped({ ...threeTiers, network: { ...threeTiers.network, nat: undefined } }),
      'network.nat is missing.',
      "Use 'one' or 'per zone'",
    ],
    [
      'NAT without private subnets',
      untyped({ network: { ...fixture.network, nat: 'one' } }),
      'network.nat is "one".',
      'Remove nat',
    ],
    ['an address instead of a range', network('10.0.0.0', subnets), 'network.cidr is "10.0.0.0".', 'CIDR notation'],
    [
      'a range with a leading zero',
      network('010.0.0.0/16', subnets),
      'network.cidr is "010.0.0.0/16".',
      'CIDR notation',
    ],
    [
      'a range with host bits',
      network('10.0.3.0/16', subnets),
      'network.cidr is "10.0.3.0/16".',
      'Use the first address of the range: 10.0.0.0/16',
    ],
    [
      'a public range',
      network('8.8.0.0/16', { a: '8.8.1.0/24', b: '8.8.2.0/24' }),
      'network.cidr is "8.8.0.0/16".',
      '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10',
    ],
    [
      'a range just after the private range 172.16.0.0/12',
      network('172.32.0.0/16', subnets),
      'network.cidr is "172.32.0.0/16".',
      '172.16',
    ],
    [
      'an address instead of a subnet',
      network('10.0.0.0/16', { ...subnets, b: '10.0.2.0' }),
      'network.publicSubnets.b is "10.0.2.0".',
      'CIDR notation',
    ],
    [
      'more subnets than ECS supports in a service',
      network('10.0.0.0/16', Object.fromEntries([...'abcdefghijklmnopq'].map((zone, n) => [zone, `10.0.${n}.0/24`]))),
      'network.publicSubnets is ["a","b"',
      'Use at most 16',
    ],
    [
      'a subnet outside the VPC',
      network('10.0.0.0/16', { ...subnets, b: '10.1.2.0/24' }),
      'network.publicSubnets.b is "10.1.2.0/24".',
      'inside network.cidr, 10.0.0.0/16',
    ],
    [
      'overlapping subnets',
      network('10.0.0.0/16', { a: '10.0.0.0/20', b: '10.0.2.0/24' }),
      'network.publicSubnets.b is "10.0.2.0/24".',
      'overlaps network.publicSubnets.a',
    ],
    [
      'the full name of a zone',
      network('10.0.0.0/16', { ...subnets, 'eu-central-1c': '10.0.3.0/24' }),
      'network.publicSubnets is "eu-central-1c".',
      'one lower-case letter',
    ],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});
