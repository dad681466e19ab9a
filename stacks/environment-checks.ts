import { type Environment, logRetentionDays } from './environment';
import { fargateMemoryMiB } from './fargate-sizes';
import { networkProblems } from './network-checks';
import { type Problem, SettingsError } from './settings-error';

/** @throws SettingsError that names every wrong value of every environment */
export function checkEnvironments(environments: readonly Environment[]): void {
  const problems = new Map<string, Problem[]>();
  environments.forEach((environment, index) => {
    const found = [...environmentProblems(environment), ...clashes(environment, environments.slice(0, index))];
    if (found.length > 0) {
      problems.set(environment.name, [...(problems.get(environment.name) ?? []), ...found]);
    }
  });
  if (problems.size > 0) {
    throw new SettingsError(problems);
  }
}

function environmentProblems(environment: Environment): Problem[] {
  return [
    ...nameProblems(environment),
    ...networkProblems(environment.network),
    ...computeProblems(environment),
    ...appProblems(environment),
  ];
}

function nameProblems({ project, name, region, account, table }: Environment): Problem[] {
  return refused([
    {
      field: 'project',
      value: project,
      allowed: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(project) && project.length <= 32,
      remedy:
        'Use 1 to 32 lower-case letters, digits and single hyphens, beginning with a letter: it begins every name in AWS.',
    },
    {
      field: 'project',
      value: project,
      allowed: !/^(aws|ssm|ecs|fargate|(sg|internal)(-|$))/.test(project),
      remedy: 'AWS keeps names that begin with aws, ssm, ecs, fargate, sg- and internal- for itself; choose another.',
    },
    {
      field: 'name',
      value: name,
      allowed: /^[a-z][a-z0-9]{0,15}$/.test(name),
      remedy:
        'Use 1 to 16 lower-case letters and digits, beginning with a letter. A hyphen would let two environments share a name in AWS.',
    },
    {
      field: 'region',
      value: region,
      allowed: /^[a-z]{2}(-[a-z]+)+-\d$/.test(region),
      remedy: 'Use the code of an AWS region, for example eu-central-1.',
    },
    {
      field: 'account',
      value: account,
      allowed: account === undefined || /^\d{12}$/.test(account),
      remedy:
        'Use the twelve digits of an AWS account, as text (aws sts get-caller-identity prints them), or leave it out.',
    },
    {
      field: 'table.name',
      value: table?.name,
      allowed: table?.name === undefined || /^[\w.-]{3,255}$/.test(table.name),
      remedy: 'Use 3 to 255 letters, digits, underscores, dots and hyphens, or leave it out.',
    },
  ]);
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
      allowed: Number.isInteger(scale.tasks) && scale.tasks >= 1 && scale.tasks <= 100,
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
    remedy: 'Write scheme, host and port if it is not the default, and nothing else: https://www.example.com.',
  }));
  const posts = app?.postsPerMinute;
  return refused([
    ...origins,
    {
      field: 'app.postsPerMinute',
      value: posts,
      allowed: posts === undefined || (Number.isInteger(posts) && posts >= 1 && posts <= 10_000),
      remedy: 'Use a whole number from 1 to 10000, or leave it out.',
    },
  ]);
}

/** Two environments that AWS or Terraform would take for one. */
function clashes(environment: Environment, earlier: readonly Environment[]): Problem[] {
  const twin = earlier.find(({ name }) => name === environment.name);
  const sameTable = earlier.find(
    ({ table, region, account }) =>
      table?.name !== undefined &&
      table.name === environment.table?.name &&
      region === environment.region &&
      account === environment.account,
  );
  return refused([
    {
      field: 'name',
      value: environment.name,
      allowed: twin === undefined,
      remedy: 'Another environment has this name; each needs its own.',
    },
    {
      field: 'table.name',
      value: environment.table?.name,
      allowed: sameTable === undefined,
      remedy: `It is also the table of ${sameTable?.name}, in the same account and region; choose another or leave it out.`,
    },
  ]);
}

function isWebOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function refused(checks: readonly (Problem & { readonly allowed: boolean })[]): Problem[] {
  return checks.filter(({ allowed }) => !allowed);
}
