import { bootstrapName } from '../bootstrap/bootstrap';
import type { Environment } from '../environment';
import { tableName } from '../names';
import { chosenTableName } from './name-checks';
import { failedChecks, type SettingsProblem } from './settings-problem';

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
      value: chosenTableName(table),
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
