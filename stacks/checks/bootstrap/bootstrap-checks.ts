import { type Bootstrap, bootstrapName } from '../../bootstrap/bootstrap';
import type { Environment } from '../../environment';
import type { Preview } from '../../preview';
import { isEmailAddress } from '../email-address';
import { areWellFormed } from '../malformed-fields';
import { nameProblems } from '../name-checks';
import { failedChecks, type SettingsProblem } from '../settings-problem';
import { organizationRemedy, stateProblems } from '../state-checks';
import { isWholeNumber } from '../whole-number';
import { bootstrapShapeProblems } from './bootstrap-shape';
import { gitHubProblems } from './github-checks';
import { previewRoleProblems, roleProblems } from './role-checks';

/**
 * Returns the problems with the bootstrap's settings.
 * @param environments the environments without problems
 * @param preview the settings of previews, if they and their base have no problems
 */
export function bootstrapProblems(
  bootstrap: Bootstrap,
  environments: readonly Environment[],
  preview?: Preview,
): SettingsProblem[] {
  const malformed = bootstrapShapeProblems(bootstrap);
  const canCheck = (...parts: (keyof Bootstrap)[]) => areWellFormed(malformed, parts);
  const settings = { ...bootstrap, name: bootstrapName };
  return [
    ...malformed,
    ...(canCheck('project', 'region', 'account') ? nameProblems(settings) : []),
    ...(canCheck('project', 'state') ? stateProblems(settings, environments) : []),
    ...(canCheck('project', 'state', 'stateBucket') ? stateBucketProblems(bootstrap, environments) : []),
    ...(canCheck('github') ? gitHubProblems(bootstrap) : []),
    ...(canCheck('terraformCloud') ? terraformCloudProblems(bootstrap) : []),
    ...(canCheck('region', 'account', 'github', 'terraformCloud') ? roleProblems(bootstrap, environments) : []),
    ...(preview && canCheck('account', 'github', 'terraformCloud') ? previewRoleProblems(bootstrap, preview) : []),
    ...(canCheck('budget') ? budgetProblems(bootstrap) : []),
  ];
}

function stateBucketProblems(
  { project, state, stateBucket }: Bootstrap,
  environments: readonly Environment[],
): SettingsProblem[] {
  const days = stateBucket?.oldVersionsDays;
  const statesInBucket = [{ name: bootstrapName, state }, ...environments]
    .filter((other) => other.state.kind === 's3' && other.state.bucket.startsWith(`${project}-${bootstrapName}-state-`))
    .map(({ name }) => name);
  return failedChecks([
    {
      field: 'stateBucket',
      value: stateBucket,
      // Without this setting, the bucket's resource block and its `prevent_destroy` disappear, so Terraform would delete the bucket and its
      // states.
      allowed: stateBucket !== undefined || statesInBucket.length === 0,
      remedy: `The bucket contains the state of ${statesInBucket.join(', ')}. Restore the setting, or move the state first (docs/state.md).`,
    },
    {
      field: 'stateBucket.oldVersionsDays',
      value: days,
      allowed: days === undefined || isWholeNumber(days, 1, 3650),
      remedy: 'Use a whole number from 1 to 3650, or remove the setting.',
    },
  ]);
}

function terraformCloudProblems({ terraformCloud }: Bootstrap): SettingsProblem[] {
  if (terraformCloud === undefined) return [];
  const { organization, project } = terraformCloud;
  const remedy = organizationRemedy(organization);
  return failedChecks([
    {
      field: 'terraformCloud.organization',
      value: organization,
      allowed: remedy === undefined,
      remedy: remedy ?? '',
    },
    {
      field: 'terraformCloud.project',
      value: project,
      allowed: project === undefined || /^[\w-][\w -]{1,38}[\w-]$/.test(project),
      remedy: 'Use 3 to 40 letters, digits, spaces, hyphens and underscores, or remove the setting.',
    },
  ]);
}

function budgetProblems({ budget }: Bootstrap): SettingsProblem[] {
  if (budget === undefined) return [];
  const { monthlyUsDollars, email } = budget;
  return failedChecks([
    {
      field: 'budget.monthlyUsDollars',
      value: monthlyUsDollars,
      allowed: isWholeNumber(monthlyUsDollars, 1, 1_000_000),
      remedy: 'Use a whole number from 1 to 1000000.',
    },
    {
      field: 'budget.email',
      value: email,
      allowed: isEmailAddress(email),
      remedy: 'Use one email address without a name, for example costs@example.com.',
    },
  ]);
}
