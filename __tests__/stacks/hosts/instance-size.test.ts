import { instanceSize } from '../../../stacks/hosts/instance-size';

const gib = 1024;

/** The sizes of t3 and t4g: name, vCPUs, memory in MiB and network interfaces. t3a differs only in `small`. */
const burstable: [string, number, number, number][] = [
  ['nano', 2, gib / 2, 2],
  ['micro', 2, 1 * gib, 2],
  ['small', 2, 2 * gib, 3],
  ['medium', 2, 4 * gib, 3],
  ['large', 2, 8 * gib, 3],
  ['xlarge', 4, 16 * gib, 4],
  ['2xlarge', 8, 32 * gib, 4],
];

describe('instanceSize', () => {
  // The expected sizes are those of `aws ec2 describe-instance-types`.
  it.each<[string, number, number, number]>([
    ...['t3', 't3a', 't4g'].flatMap((family) =>
      burstable.map(([size, vcpus, memoryMiB, interfaces]): [string, number, number, number] => {
        const type = `${family}.${size}`;
        return [type, vcpus, memoryMiB, type === 't3a.small' ? 2 : interfaces];
      }),
    ),
    ['c5n.large', 2, 5.25 * gib, 3],
    ['c5.18xlarge', 72, 144 * gib, 15],
    ['c6g.medium', 1, 2 * gib, 2],
    ['c7i-flex.xlarge', 4, 8 * gib, 4],
    ['c7g.2xlarge', 8, 16 * gib, 4],
    ['m5.4xlarge', 16, 64 * gib, 8],
    ['m5.12xlarge', 48, 192 * gib, 8],
    ['m5.16xlarge', 64, 256 * gib, 15],
    ['m7g.large', 2, 8 * gib, 3],
    ['r6idn.4xlarge', 16, 128 * gib, 8],
    ['r8i-flex.2xlarge', 8, 64 * gib, 4],
  ])('for %s, returns %d vCPUs, %d MiB and %s network interfaces', (instanceType, vcpus, memoryMiB, interfaces) => {
    expect(instanceSize(instanceType)).toEqual({ vcpus, memoryMiB, interfaces });
  });

  it.each([
    ['m6in.32xlarge', 128, 512 * gib],
    ['m8g.16xlarge', 64, 256 * gib],
  ])(
    'for %s, returns %d vCPUs and %d MiB, but not the number of network interfaces',
    (instanceType, vcpus, memoryMiB) => {
      expect(instanceSize(instanceType)).toEqual({ vcpus, memoryMiB, interfaces: undefined });
    },
  );

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
  ])('returns undefined for %s', (instanceType) => {
    expect(instanceSize(instanceType)).toBeUndefined();
  });
});
