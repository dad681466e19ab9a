import type { Compute, Ec2Compute, FargateCompute } from '../../settings/compute-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { isWholeNumber } from '../whole-number';
import { countCheck } from './count-check';
import { fargateMemoryMiB } from './fargate-sizes';
import { lookUpInstanceType } from './instance-type-lookup';

/** The maximum number of hosts in the settings. It is below the default quotas of EC2. */
const maxHosts = 100;

/** Returns the problems with the settings of Fargate or of the hosts. */
export function computeProblems(compute: Compute): SettingsProblem[] {
  return compute.kind === 'fargate' ? fargateProblems(compute) : ec2Problems(compute);
}

function fargateProblems(compute: FargateCompute): SettingsProblem[] {
  const memory = fargateMemoryMiB[compute.cpu];
  return failedChecks([
    {
      field: 'compute.cpu',
      value: compute.cpu,
      allowed: memory !== undefined,
      remedy: `Use a value that Fargate supports: ${Object.keys(fargateMemoryMiB).join(', ')}.`,
    },
    {
      field: 'compute.memoryMiB',
      value: compute.memoryMiB,
      allowed: memory === undefined || memory.includes(compute.memoryMiB),
      remedy: `Use a value that Fargate supports for cpu ${compute.cpu}: ${memory?.join(', ')}.`,
    },
    {
      field: 'compute.spotPercent',
      value: compute.spotPercent,
      allowed: compute.spotPercent === undefined || isWholeNumber(compute.spotPercent, 0, 100),
      remedy: 'Use a whole number from 0 to 100, or remove the setting.',
    },
  ]);
}

function ec2Problems({
  instanceType,
  architecture,
  cpu,
  memoryMiB,
  hosts: { min, max },
}: Ec2Compute): SettingsProblem[] {
  const type = lookUpInstanceType(instanceType);
  const isKnownType = type.kind !== 'unknown';
  const processor = isArm(instanceType) ? 'ARM64' : 'X86_64';
  return failedChecks([
    {
      field: 'compute.instanceType',
      value: instanceType,
      allowed: isKnownType,
      remedy: type.kind === 'unknown' ? type.remedy : '',
    },
    {
      field: 'compute.architecture',
      value: architecture,
      allowed: !isKnownType || architecture === processor,
      remedy: `Use ${processor}, the architecture of ${instanceType}, or choose another compute.instanceType.`,
    },
    {
      field: 'compute.cpu',
      value: cpu,
      allowed: isWholeNumber(cpu, 128, 196_608),
      remedy: 'Use a whole number from 128 to 196608; 1024 units are one vCPU.',
    },
    {
      field: 'compute.memoryMiB',
      value: memoryMiB,
      allowed: isWholeNumber(memoryMiB, 512, 33_554_432),
      remedy: 'Use a whole number from 512 (the minimum for the app). It must be less than the memory of a host.',
    },
    countCheck({ field: 'compute.hosts.min', value: min, most: maxHosts }),
    countCheck({ field: 'compute.hosts.max', value: max, most: maxHosts, lower: { 'compute.hosts.min': min } }),
  ]);
}

/** Whether an instance type has an ARM processor: a1, and families with a `g` after the number, such as t4g and is4gen, but not g4dn. */
function isArm(instanceType: string): boolean {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType);
}
