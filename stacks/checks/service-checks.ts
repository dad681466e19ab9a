import { isWebOrigin, maxPostsPerMinute } from '../../contract';
import { type Environment, logRetentionDays, type Scale } from '../environment';
import { fargateMemoryMiB } from '../service/fargate-sizes';
import { type Check, type Problem, refused } from './problem';

/** As many as a service is sure to get without a higher quota. */
const maxTasks = 100;

/** What is wrong with how the app is to run. */
export function serviceProblems(environment: Environment): Problem[] {
  return [...computeProblems(environment), ...scaleProblems(environment.scale), ...appProblems(environment)];
}

function computeProblems({ compute, logRetentionDays: days }: Environment): Problem[] {
  const memory = fargateMemoryMiB[compute.cpu];
  return refused([
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
    {
      field: 'logRetentionDays',
      value: days,
      allowed: logRetentionDays.includes(days),
      remedy: `CloudWatch keeps logs for ${logRetentionDays.join(', ')} days; choose one of them.`,
    },
  ]);
}

function scaleProblems(scale: Scale): Problem[] {
  if (scale.kind === 'fixed') return refused([taskCount('scale.tasks', scale.tasks, 1)]);
  const { min, max, cpuPercent, requestsPerTask } = scale;
  return refused([
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

function appProblems({ app }: Environment): Problem[] {
  const origins = (app?.allowedOrigins ?? []).map((origin) => ({
    field: 'app.allowedOrigins',
    value: origin,
    allowed: isWebOrigin(origin),
    remedy: 'Write scheme, host and a port that is not the default, and nothing else: https://www.example.com.',
  }));
  const posts = app?.postsPerMinute;
  return refused([
    ...origins,
    {
      field: 'app.postsPerMinute',
      value: posts,
      allowed: posts === undefined || isWholeNumber(posts, 1, maxPostsPerMinute),
      remedy: `Use a whole number from 1 to ${maxPostsPerMinute}, or leave it out.`,
    },
  ]);
}

function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
