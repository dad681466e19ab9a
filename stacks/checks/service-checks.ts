import type { Environment } from '../environment';
import type { Ec2Compute, FargateCompute } from '../settings/compute';
import { logRetentionDays } from '../settings/monitoring-settings';
import type { Scale } from '../settings/scale';
import { fargateMemoryMiB } from './fargate-sizes';
import { hostCapacityProblems } from './host-capacity-checks';
import { lookUpInstanceType } from './instance-types';
import { failedChecks, type SettingsCheck, type SettingsProblem } from './settings-problem';
import { isWholeNumber } from './whole-number';

/** The maximum number of tasks and of hosts. It is below the default quotas of ECS and EC2. */
const maxTasks = 100;
const maxHosts = 100;

/** The problems of the settings of compute, scale and logs. */
export function serviceProblems(environment: Environment): SettingsProblem[] {
  const { compute, scale } = environment;
  const sizes = [...computeProblems(environment), ...scaleProblems(scale)];
  // The capacity can be calculated only from valid numbers.
  const capacity = compute.kind === 'ec2' && sizes.length === 0 ? hostCapacityProblems(compute, scale) : [];
  return [...sizes, ...capacity];
}

function computeProblems({ compute, logRetentionDays: days }: Environment): SettingsProblem[] {
  return [
    ...(compute.kind === 'fargate' ? fargateProblems(compute) : ec2Problems(compute)),
    ...failedChecks([
      {
        field: 'logRetentionDays',
        value: days,
        allowed: logRetentionDays.includes(days),
        remedy: `Use a retention that CloudWatch supports: ${logRetentionDays.join(', ')}.`,
      },
    ]),
  ];
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
      remedy: 'Use a whole number from 0 to 100, or remove it.',
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
      remedy: `Use ${processor}, the architecture of ${instanceType}, or another compute.instanceType.`,
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
      remedy: 'Use a whole number from 512, the minimum for the app, to less than the memory of a host.',
    },
    hostCountCheck('compute.hosts.min', min, 1),
    hostCountCheck('compute.hosts.max', max, isWholeNumber(min, 1, maxHosts) ? min : 1),
  ]);
}

/** Whether an instance type has an ARM processor: a `g` after the number, as in t4g, m7gd and is4gen, but not g4dn. */
function isArm(instanceType: string): boolean {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType);
}

function hostCountCheck(field: string, value: number, least: number): SettingsCheck {
  return {
    field,
    value,
    allowed: isWholeNumber(value, least, maxHosts),
    remedy: `Use a whole number from ${least} to ${maxHosts}.`,
  };
}

function scaleProblems(scale: Scale): SettingsProblem[] {
  if (scale.kind === 'fixed') return failedChecks([taskCountCheck('scale.tasks', scale.tasks, 1)]);
  const { min, max, cpuPercent, requestsPerTask } = scale;
  return failedChecks([
    taskCountCheck('scale.min', min, 1),
    taskCountCheck('scale.max', max, isWholeNumber(min, 1, maxTasks) ? min : 1),
    {
      field: 'scale.cpuPercent',
      value: cpuPercent,
      allowed: cpuPercent === undefined || isWholeNumber(cpuPercent, 10, 90),
      remedy: 'Use a whole number from 10 to 90, or remove it.',
    },
    {
      field: 'scale.requestsPerTask',
      value: requestsPerTask,
      allowed: requestsPerTask === undefined || isWholeNumber(requestsPerTask, 1, 1_000_000),
      remedy: 'Use a whole number from 1 to 1000000, or remove it.',
    },
  ]);
}

function taskCountCheck(field: string, value: number, least: number): SettingsCheck {
  return {
    field,
    value,
    allowed: isWholeNumber(value, least, maxTasks),
    remedy: `Use a whole number from ${least} to ${maxTasks}. To run no tasks, apply with -var container_image=none.`,
  };
}
