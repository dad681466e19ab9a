import type { Ec2Compute } from '../../../../stacks/settings/compute-settings';
import { type Changes, threeTiers } from '../../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError, untyped } from '../../../support/stacks/settings-errors';

const fargate = { kind: 'fargate', cpu: 256, memoryMiB: 512, architecture: 'ARM64' } as const;
function hosts(compute: Partial<Ec2Compute>): Changes {
  return { ...threeTiers, compute: { ...threeTiers.compute, ...compute } };
}

describe('Compute and log settings', () => {
  it.each<[string, Changes]>([
    ['hosts with an x86 processor', hosts({ instanceType: 'c7i.large', architecture: 'X86_64' })],
    ['hosts with a graphics card', hosts({ instanceType: 'g4dn.xlarge', architecture: 'X86_64' })],
    ['hosts with a disk and a Graviton processor', hosts({ instanceType: 'm7gd.large' })],
    ['storage-optimized hosts with a Graviton processor', hosts({ instanceType: 'im4gn.large' })],
    ['tasks on Spot', { compute: { ...fargate, spotPercent: 100 } }],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    ['an unknown instance type', hosts({ instanceType: 'small' }), 'compute.instanceType is "small".', 't4g.small'],
    [
      'an instance type with another architecture',
      hosts({ instanceType: 't3.small' }),
      'compute.architecture is "ARM64".',
      'Use X86_64, the architecture of t3.small',
    ],
    [
      'a combination of CPU and memory that Fargate does not support',
      { compute: { ...fargate, memoryMiB: 4096 } },
      'compute.memoryMiB is 4096.',
      'supports for cpu 256: 512, 1024, 2048',
    ],
    ['a log retention of ten days', untyped({ logRetentionDays: 10 }), 'logRetentionDays is 10.', '7, 14'],
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );

  it('cause no error about the capacity of hosts if the number of hosts is invalid', () => {
    expect(
      settingsError(hosts({ hosts: { min: 1, max: 0 } }))
        .split('\n')
        .slice(1),
    ).toEqual([expect.stringContaining('compute.hosts.max is 0.')]);
  });
});
