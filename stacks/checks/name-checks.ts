import { maxEnvironmentNameLength, previewPrefix } from '../../contract';
import { bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import { tableName } from '../names';
import { regionRemedy } from './regions';
import { failedChecks, type SettingsProblem } from './settings-problem';

type Named = Pick<Environment, 'project' | 'name' | 'region' | 'account' | 'expires'>;

/** Returns the problems with the names, the region and the account of an environment. */
export function nameProblems({ project, name, region, account, expires }: Named): SettingsProblem[] {
  return failedChecks([
    {
      field: 'project',
      value: project,
      allowed: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(project) && project.length <= 32,
      remedy: 'Use 1 to 32 lower-case letters, digits and single hyphens, starting with a letter.',
    },
    {
      field: 'project',
      value: project,
      allowed: !/^(aws|ssm|ecs|fargate|(sg|internal|sthree|amzn-s3-demo)(-|$))/.test(project),
      remedy:
        'AWS reserves names that start with aws, ssm, ecs, fargate, sg-, internal-, sthree- and amzn-s3-demo-. Use another name.',
    },
    {
      field: 'name',
      value: name,
      // If hyphens were allowed, two resources could have the same name: `task` of the environment dev-app, and `app-task` of dev.
      allowed: /^[a-z][a-z0-9]*$/.test(name) && name.length <= maxEnvironmentNameLength,
      remedy: `Use 1 to ${maxEnvironmentNameLength} lower-case letters and digits, starting with a letter, without hyphens.`,
    },
    {
      field: 'name',
      value: name,
      allowed: expires !== undefined || !name.startsWith(previewPrefix),
      remedy: 'Names that start with preview are reserved for npm run preview. Use another name.',
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
      remedy: 'Use a 12-digit AWS account ID (aws sts get-caller-identity prints yours), or remove the setting.',
    },
  ]);
}

/** Returns the problems with the name of the table. */
export function tableNameProblems({ table }: Pick<Environment, 'table'>): SettingsProblem[] {
  return failedChecks([
    {
      field: 'table.name',
      value: nameOf(table),
      allowed: /^[\w.-]{3,255}$/.test(nameOf(table) ?? 'default'),
      remedy: 'Use 3 to 255 letters, digits, underscores, dots and hyphens, or remove the setting.',
    },
  ]);
}

/** Returns the problems with names that the bootstrap or an earlier environment already has. */
export function clashProblems(environment: Environment, earlier: readonly Environment[]): SettingsProblem[] {
  const { project, name, table } = environment;
  const namesake = earlier.findIndex((other) => other.name === name);
  const owner = earlier.find((other) => other.name !== name && sharesTable(environment, other));
  const similar = earlier.find((other) => sharesBeginning(environment, other));
  return failedChecks([
    {
      field: 'name',
      value: name,
      allowed: name !== bootstrapName,
      remedy: 'The bootstrap (environments/bootstrap.ts) has this name. Use another name.',
    },
    {
      field: 'name',
      value: name,
      allowed: namesake === -1,
      remedy: `Another environment has this name: in the list of environments/index.ts, entry ${namesake + 1} and entry ${earlier.length + 1}. Use another name for one of them.`,
    },
    {
      field: 'project',
      value: project,
      // IAM policies match resources by the prefix of their names, so no other environment may have resource names with the same prefix.
      allowed: similar === undefined,
      remedy: `With this project name, the resource names of this environment would have the same prefix as those of the environment ${similar?.name} in the project ${similar?.project}. The roles of one environment could then change resources of the other. Use another project name.`,
    },
    {
      field: 'table.name',
      value: nameOf(table),
      allowed: owner === undefined,
      remedy: `The environment ${owner?.name} uses the same table in the same region. Use another table name, or remove table.`,
    },
  ]);
}

/** Whether two environments can be in the same account. An environment without `account` can be in any account. */
function mayShareAccount(one: Environment, other: Environment): boolean {
  return one.account === undefined || other.account === undefined || one.account === other.account;
}

/** Whether two environments would have the same table. */
function sharesTable(one: Environment, other: Environment): boolean {
  const name = tableName(one);
  return mayShareAccount(one, other) && one.region === other.region && name !== undefined && name === tableName(other);
}

/**
 * Whether the resource names of two environments of different projects have the same prefix, so that IAM policies could confuse the
 * resources. For example, the names in the project `shop-dev` have the prefix `shop-dev-`, as have those of the environment `dev` in the
 * project `shop`.
 */
function sharesBeginning(one: Environment, other: Environment): boolean {
  const isBeginning = (short: Environment, long: Environment) =>
    `${long.project}-`.startsWith(`${short.project}-${short.name}-`);
  return mayShareAccount(one, other) && (isBeginning(one, other) || isBeginning(other, one));
}

function nameOf(table: Environment['table']): string | undefined {
  return table === 'none' ? undefined : table?.name;
}
