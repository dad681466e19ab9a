import { maxEnvironmentNameLength, previewPrefix } from '../../contract';
import type { Environment } from '../environment';
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
      value: chosenTableName(table),
      allowed: /^[\w.-]{3,255}$/.test(chosenTableName(table) ?? 'default'),
      remedy: 'Use 3 to 255 letters, digits, underscores, dots and hyphens, or remove the setting.',
    },
  ]);
}

/** Returns the name of the table in the settings; undefined if they contain none. */
export function chosenTableName(table: Environment['table']): string | undefined {
  return table === 'none' ? undefined : table?.name;
}
