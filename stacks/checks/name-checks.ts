import { bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import { tableName } from '../names';
import { regionRemedy } from './regions';
import { failedChecks, type SettingsProblem } from './settings-problem';

type Named = Pick<Environment, 'project' | 'name' | 'region' | 'account' | 'table'>;

/** What is wrong with what an environment is called and where it is. */
export function nameProblems({ project, name, region, account, table }: Named): SettingsProblem[] {
  return failedChecks([
    {
      field: 'project',
      value: project,
      allowed: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(project) && project.length <= 32,
      remedy: 'Use 1 to 32 lower-case letters, digits and single hyphens, beginning with a letter.',
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
      // A hyphen would let two environments share a name: dev-app and its task, dev and its app-task.
      allowed: /^[a-z][a-z0-9]{0,15}$/.test(name),
      remedy: 'Use 1 to 16 lower-case letters and digits, beginning with a letter, without hyphens.',
    },
    {
      field: 'region',
      value: region,
      allowed: regionRemedy(region) === undefined,
      remedy: regionRemedy(region) ?? '',
    },
    {
      field: 'account',
      value: account,
      allowed: account === undefined || /^\d{12}$/.test(account),
      remedy: "Use an account's twelve digits (aws sts get-caller-identity prints them), or leave it out.",
    },
    {
      field: 'table.name',
      value: table?.name,
      allowed: table?.name === undefined || /^[\w.-]{3,255}$/.test(table.name),
      remedy: 'Use 3 to 255 letters, digits, underscores, dots and hyphens, or leave it out.',
    },
  ]);
}

/** What AWS or Terraform would take for a part of an environment defined earlier. */
export function clashProblems(environment: Environment, earlier: readonly Environment[]): SettingsProblem[] {
  const { name, table } = environment;
  const owner = earlier.find((other) => other.name !== name && sharesTable(environment, other));
  return failedChecks([
    {
      field: 'name',
      value: name,
      allowed: name !== bootstrapName,
      remedy: "It is the name of the account's own stack (environments/bootstrap.ts); choose another.",
    },
    {
      field: 'name',
      value: name,
      allowed: !earlier.some((other) => other.name === name),
      remedy: 'Another environment has this name; each needs its own.',
    },
    {
      field: 'table.name',
      value: table?.name,
      allowed: owner === undefined,
      remedy: `It is the table of ${owner?.name} too, in the same region; choose another, or leave table out.`,
    },
  ]);
}

/** An environment that names no account may be applied to any. */
function sharesTable(one: Environment, other: Environment): boolean {
  const mayShareAccount = one.account === undefined || other.account === undefined || one.account === other.account;
  return mayShareAccount && one.region === other.region && tableName(one) === tableName(other);
}
