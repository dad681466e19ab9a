/** The capacity of an EC2 instance, as `aws ec2 describe-instance-types` reports it. */
export interface InstanceSize {
  readonly vcpus: number;
  /** The advertised memory in MiB. A host registers less memory with ECS. */
  readonly memoryMiB: number;
  /** The maximum number of network interfaces, including the primary one. @default unknown, but at least eight */
  readonly interfaces?: number;
}

const gib = 1024;

/** The sizes of the burstable families t3, t3a and t4g. */
const burstable: Readonly<Record<string, readonly [vcpus: number, memoryMiB: number, interfaces: number]>> = {
  nano: [2, gib / 2, 2],
  micro: [2, 1 * gib, 2],
  small: [2, 2 * gib, 3],
  medium: [2, 4 * gib, 3],
  large: [2, 8 * gib, 3],
  xlarge: [4, 16 * gib, 4],
  '2xlarge': [8, 32 * gib, 4],
};

/** The memory per vCPU, in MiB, by the first letter of the family. */
const memoryMiBPerVcpu: Readonly<Record<string, number>> = { c: 2 * gib, m: 4 * gib, r: 8 * gib };

/** The memory per vCPU of the family c5n, in MiB. The other c families have less. The two largest sizes of c5n have slightly more. */
const c5nMemoryMiBPerVcpu = 2.625 * gib;

/**
 * Matches the families c, m and r whose sizes follow one rule: all families of the generations 5 to 7 except m5zn, and most families of
 * generation 8.
 */
const regularFamily = /^[cmr]([5-7](?!zn)[a-z]*(-flex)?|8(a|g[bdn]?|id?|i-flex))$/;

/**
 * Returns the size of a common instance type: t3, t3a, t4g, or a family c, m or r of the generations 5 to 8. The sizes within a family are
 * multiples of each other, so a few rules replace a list of a thousand types. The results were compared with AWS's data in 2026.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 * @returns undefined for all other types, including bare metal
 */
export function instanceSize(instanceType: string): InstanceSize | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  return /^t(3a?|4g)$/.test(family) ? burstableSize(family, size) : regularSize(family, size);
}

function burstableSize(family: string, size: string): InstanceSize | undefined {
  const [vcpus, memoryMiB, interfaces] = burstable[size] ?? [];
  if (vcpus === undefined || memoryMiB === undefined || interfaces === undefined) return undefined;
  return { vcpus, memoryMiB, interfaces: family === 't3a' && size === 'small' ? 2 : interfaces };
}

function regularSize(family: string, size: string): InstanceSize | undefined {
  const vcpus = vcpusOf(size);
  if (vcpus === undefined || !regularFamily.test(family)) return undefined;
  const perVcpu = family === 'c5n' ? c5nMemoryMiBPerVcpu : (memoryMiBPerVcpu[family.charAt(0)] ?? 0);
  return { vcpus, memoryMiB: vcpus * perVcpu, interfaces: interfacesOf(family, vcpus) };
}

/**
 * Returns the number of vCPUs of a size: one for `medium`, two for `large`, four for `xlarge`, and four times n for `<n>xlarge`.
 * @returns undefined for all other sizes
 */
function vcpusOf(size: string): number | undefined {
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const match = /^([1-9]\d?)?xlarge$/.exec(size);
  return match ? 4 * Number(match[1] ?? 1) : undefined;
}

function interfacesOf(family: string, vcpus: number): number | undefined {
  if (vcpus <= 2) return vcpus + 1;
  if (vcpus <= 8) return 4;
  if (vcpus <= 16) return 8;
  // Families of generation 8, and families such as m6in and m6idn, have between 8 and 24 interfaces, and no common rule.
  if (/^.8|^.6id?n$/.test(family)) return undefined;
  return vcpus <= 48 ? 8 : 15;
}
