import { balanced, fixture, threeTiers } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError } from '../../../support/stacks/settings-errors';

describe('Check for private subnets', () => {
  it.each<RejectedSetting>([
    [
      'tasks in private subnets without a load balancer',
      { ...threeTiers, ingress: fixture.ingress, scale: fixture.scale },
      'ingress.kind is "direct".',
      "'load-balanced'",
    ],
    ['hosts in public subnets', { ...balanced, compute: threeTiers.compute }, 'compute.kind is "ec2".', "'fargate'"],
    [
      'a database in the default VPC',
      { ...balanced, profiles: threeTiers.profiles },
      'profiles is {',
      'privateSubnets',
    ],
  ])('rejects %s, and names the field, the value and the remedy', (_title, changes, fieldAndValue, remedy) => {
    expectRejection(changes, fieldAndValue, remedy);
  });

  it.each([
    ['profiles', { profiles: threeTiers.profiles }],
    ['hosts', { compute: threeTiers.compute }],
  ])(
    'reports the missing settings that %s need, and accepts the environment after they are added',
    (_what, changes) => {
      expect(settingsError(changes).split('\n')).toEqual([
        expect.any(String),
        expect.stringMatching(/'load-balanced'.*ingress.*'dedicated'.*network.*privateSubnets.*nat/),
      ]);
      const { network, ingress } = threeTiers;
      expect(settingsError({ ...changes, network, ingress })).toBe('');
    },
  );
});
