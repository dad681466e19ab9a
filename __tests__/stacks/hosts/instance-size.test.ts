import { instanceSize } from '../../../stacks/hosts/instance-size';

const gib = 1024;

/** As `aws ec2 describe-instance-types` reports them. */
it.each([
  ['t3.nano', 2, gib / 2, 2],
  ['t3.medium', 2, 4 * gib, 3],
  ['t3a.small', 2, 2 * gib, 2],
  ['t4g.small', 2, 2 * gib, 3],
  ['t4g.2xlarge', 8, 32 * gib, 4],
  ['c5n.large', 2, 5.25 * gib, 3],
  ['c5.18xlarge', 72, 144 * gib, 15],
  ['c6g.medium', 1, 2 * gib, 2],
  ['c7i-flex.xlarge', 4, 8 * gib, 4],
  ['m5.4xlarge', 16, 64 * gib, 8],
  ['m5.12xlarge', 48, 192 * gib, 8],
  ['m6in.32xlarge', 128, 512 * gib, undefined],
  ['m7g.large', 2, 8 * gib, 3],
  ['m8g.16xlarge', 64, 256 * gib, undefined],
  ['r6idn.4xlarge', 16, 128 * gib, 8],
  ['r8i-flex.2xlarge', 8, 64 * gib, 4],
])('%s has %d vCPUs, %d MiB and %d interfaces', (instanceType, vcpus, memoryMiB, interfaces) => {
  expect(instanceSize(instanceType)).toEqual({ vcpus, memoryMiB, interfaces });
});

it.each([
  't2.small',
  't4g.4xlarge',
  'm4.large',
  'm5.metal',
  'c7i.metal-24xl',
  'm5zn.large',
  'c8in.large',
  'm9g.large',
  'g4dn.xlarge',
  'm7g.0xlarge',
])('does not know %s', (instanceType) => {
  expect(instanceSize(instanceType)).toBeUndefined();
});
