import { isWebOrigin, maxPostsPerMinute } from '../../contract';
import { type Environment, logRetentionDays } from '../environment';
import { fargateMemoryMiB } from '../service/fargate-sizes';
import { type Problem, refused } from './problem';

/** What is wrong with how the app is to run. */
export function serviceProblems(environment: Environment): Problem[] {
  return [...computeProblems(environment), ...appProblems(environment)];
}

function computeProblems({ compute, scale, logRetentionDays: days }: Environment): Problem[] {
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
      field: 'scale.tasks',
      value: scale.tasks,
      allowed: isWholeNumber(scale.tasks, 100),
      remedy: 'Use a whole number from 1 to 100. To run no task, deploy the image none.',
    },
    {
      field: 'logRetentionDays',
      value: days,
      allowed: logRetentionDays.includes(days),
      remedy: `CloudWatch keeps logs for ${logRetentionDays.join(', ')} days; choose one of them.`,
    },
  ]);
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
      allowed: posts === undefined || isWholeNumber(posts, maxPostsPerMinute),
      remedy: `Use a whole number from 1 to ${maxPostsPerMinute}, or leave it out.`,
    },
  ]);
}

function isWholeNumber(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
