import { isWebOrigin, maxPostsPerMinute } from '../../contract';
import { type Ec2Compute, type Environment, type FargateCompute, logRetentionDays, type Scale } from '../environment';
import { fargateMemoryMiB } from './fargate-sizes';
import { hostCapacityProblems } from './host-capacity-checks';
import { ec2Type } from './instance-types';
import { type Check, failedChecks, type SettingsProblem } from './settings-problem';
import { isWholeNumber } from './whole-number';

/** As many as a service is sure to get without a higher quota. */
const maxTasks = 100;
const maxHosts = 100;

/** What is wrong with how the app is to run. */
export function serviceProblems(environment: Environment): SettingsProblem[] {
  const { compute, scale } = environment;
  const sizes = [...computeProblems(environment), ...scaleProblems(scale)];
  // Numbers that are wrong by themselves leave nothing to reckon with.
  const room = compute.kind === 'ec2' && sizes.length === 0 ? hostCapacityProblems(compute, scale) : [];
  return [...sizes, ...room, ...appProblems(environment)];
}

function computeProblems({ compute, logRetentionDays: days }: Environment): SettingsProblem[] {
  return [
    ...(compute.kind === 'fargate' ? fargateProblems(compute) : ec2Problems(compute)),
    ...failedChecks([
      {
        field: 'logRetentionDays',
        value: days,
        allowed: logRetentionDays.includes(days),
        remedy: `CloudWatch keeps logs for ${logRetentionDays.join(', ')} days; choose one of them.`,
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
      remedy: `Fargate offers ${Object.keys(fargateMemoryMiB).join(', ')}; choose one of them.`,
    },
    {
      field: 'compute.memoryMiB',
      value: compute.memoryMiB,
      allowed: memory === undefined || memory.includes(compute.memoryMiB),
      remedy: `With cpu ${compute.cpu} Fargate offers ${memory?.join(', ')}; choose one of them, or another cpu.`,
    },
    {
      field: 'compute.spotPercent',
      value: compute.spotPercent,
      allowed: compute.spotPercent === undefined || isWholeNumber(compute.spotPercent, 0, 100),
      remedy: 'Use a whole number from 0 to 100, or leave it out.',
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
  const type = ec2Type(instanceType);
  const isType = type.kind !== 'misspelt';
  const processor = isArm(instanceType) ? 'ARM64' : 'X86_64';
  return failedChecks([
    {
      field: 'compute.instanceType',
      value: instanceType,
      allowed: isType,
      remedy: type.kind === 'misspelt' ? type.remedy : '',
    },
    {
      field: 'compute.architecture',
      value: architecture,
      allowed: !isType || architecture === processor,
      remedy: `The processors of ${instanceType} are ${processor}; write that, or choose another compute.instanceType.`,
    },
    {
      field: 'compute.cpu',
      value: cpu,
      allowed: isWholeNumber(cpu, 128, 196_608),
      remedy: 'Use a whole number from 128 to 196608; 1024 are one vCPU.',
    },
    {
      field: 'compute.memoryMiB',
      value: memoryMiB,
      allowed: isWholeNumber(memoryMiB, 512, 33_554_432),
      remedy: 'Use a whole number from 512, which the app needs; a host must have more.',
    },
    hostCount('compute.hosts.min', min, 1),
    hostCount('compute.hosts.max', max, isWholeNumber(min, 1, maxHosts) ? min : 1),
  ]);
}

/** Amazon's own processors have a g behind their number: t4g, m7gd, is4gen; g4dn is something else. */
function isArm(instanceType: string): boolean {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType);
}

function hostCount(field: string, value: number, least: number): Check {
  return {
    field,
    value,
    allowed: isWholeNumber(value, least, maxHosts),
    remedy: `Use a whole number from ${least} to ${maxHosts}.`,
  };
}

function scaleProblems(scale: Scale): SettingsProblem[] {
  if (scale.kind === 'fixed') return failedChecks([taskCount('scale.tasks', scale.tasks, 1)]);
  const { min, max, cpuPercent, requestsPerTask } = scale;
  return failedChecks([
    taskCount('scale.min', min, 1),
    taskCount('scale.max', max, isWholeNumber(min, 1, maxTasks) ? min : 1),
    {
      field: 'scale.cpuPercent',
      value: cpuPercent,
      allowed: cpuPercent === undefined || isWholeNumber(cpuPercent, 10, 90),
      remedy: 'Use a whole number from 10 to 90, or leave it out.',
    },
    {
      field: 'scale.requestsPerTask',
      value: requestsPerTask,
      allowed: requestsPerTask === undefined || isWholeNumber(requestsPerTask, 1, 1_000_000),
      remedy: 'Use a whole number from 1 to 1000000, or leave it out.',
    },
  ]);
}

function taskCount(field: string, value: number, least: number): Check {
  return {
    field,
    value,
    allowed: isWholeNumber(value, least, maxTasks),
    remedy: `Use a whole number from ${least} to ${maxTasks}. To run no task, deploy the image none.`,
  };
}

function appProblems({ app }: Environment): SettingsProblem[] {
  const origins = (app?.allowedOrigins ?? []).map((origin) => ({
    field: 'app.allowedOrigins',
    value: origin,
    allowed: isWebOrigin(origin),
    remedy: 'Write scheme, host and a port that is not the default, and nothing else: https://www.example.com.',
  }));
  const posts = app?.postsPerMinute;
  return failedChecks([
    ...origins,
    {
      field: 'app.postsPerMinute',
      value: posts,
      allowed: posts === undefined || isWholeNumber(posts, 1, maxPostsPerMinute),
      remedy: `Use a whole number from 1 to ${maxPostsPerMinute}, or leave it out.`,
    },
  ]);
}
