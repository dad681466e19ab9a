import type { ExistingPrivateNetwork } from '../../../../stacks/settings/network-settings';
import { environmentErrorMessage } from '../../../support/stacks/environment-error-message';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../../support/stacks/fixture-environment';

const network: ExistingPrivateNetwork = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-00000001', 'subnet-00000002'],
  privateSubnetIds: ['subnet-00000000000000003', 'subnet-00000000000000004'],
};
const { privateSubnetIds: _private, ...openNetwork } = network;
const message = (changes: Changes) => environmentErrorMessage([fixtureWith(changes)]);
const tiers = (changes: Partial<ExistingPrivateNetwork>): Changes => ({
  ...threeTiers,
  network: { ...network, ...changes },
});

describe('Existing network', () => {
  it.each<[string, Changes]>([
    ['public tasks without a load balancer', { ...fixture, network: openNetwork }],
    ['public tasks behind a load balancer', { ...balanced, network: openNetwork }],
    ['hosts and profiles in private subnets', tiers({})],
    ['16 subnets', tiers({ publicSubnetIds: Array.from({ length: 16 }, (_value, n) => `subnet-000000${n + 10}`) })],
  ])('is accepted with %s', (_what, changes) => {
    expect(message(changes)).toBe('');
  });

  it.each<[string, Changes, string]>([
    ['a name instead of the id of the VPC', tiers({ vpcId: 'main' }), 'network.vpcId is "main". Use the id of a VPC'],
    [
      'an id that is too short',
      tiers({ publicSubnetIds: ['subnet-00000001', 'subnet-2'] }),
      'network.publicSubnetIds is "subnet-2". Use the id of a subnet',
    ],
    [
      'one subnet',
      tiers({ privateSubnetIds: ['subnet-00000003'] }),
      'network.privateSubnetIds is ["subnet-00000003"]. Name subnets in at least two zones.',
    ],
    [
      '17 subnets',
      tiers({ publicSubnetIds: Array.from({ length: 17 }, (_value, n) => `subnet-000000${n + 10}`) }),
      'network.publicSubnetIds is 17. Name at most 16',
    ],
    [
      'a subnet that is both public and private',
      tiers({ privateSubnetIds: ['subnet-00000002', 'subnet-00000003'] }),
      'network.privateSubnetIds is "subnet-00000002". This subnet is listed twice.',
    ],
    [
      'the same subnet twice',
      tiers({ publicSubnetIds: ['subnet-00000001', 'subnet-00000002', 'subnet-00000001'] }),
      'network.publicSubnetIds is "subnet-00000001". This subnet is listed twice.',
    ],
    [
      'hosts without private subnets',
      { ...balanced, network: openNetwork, compute: threeTiers.compute },
      'compute.kind is',
    ],
    [
      'profiles without private subnets',
      { ...balanced, network: openNetwork, profiles: threeTiers.profiles },
      'profiles is',
    ],
    [
      'private tasks without a load balancer',
      { ...fixture, network },
      'ingress.kind is "direct". Use \'load-balanced\'',
    ],
  ])('is rejected with %s', (_what, changes, text) => {
    expect(message(changes)).toContain(text);
  });
});
