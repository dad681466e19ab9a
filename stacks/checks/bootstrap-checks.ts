import { type Bootstrap, bootstrapName, environmentsOf } from '../bootstrap/bootstrap';
import { type Environment, hasPrivateSubnets } from '../environment';
import { bootstrapShapeProblems } from './bootstrap-shape';
import { isEmailAddress } from './email-address';
import { nameProblems } from './name-checks';
import { failedChecks, type SettingsProblem } from './settings-problem';
import { areWellFormed } from './shape';
import { isPlaceholder, organizationRemedy, stateProblems } from './state-checks';
import { isWholeNumber } from './whole-number';

/**
 * What is wrong with the bootstrap.
 * @param environments sound ones
 */
export function bootstrapProblems(bootstrap: Bootstrap, environments: readonly Environment[]): SettingsProblem[] {
  const malformed = bootstrapShapeProblems(bootstrap);
  const isSound = (...parts: (keyof Bootstrap)[]) => areWellFormed(malformed, parts);
  const named = { ...bootstrap, name: bootstrapName };
  return [
    ...malformed,
    ...(isSound('project', 'region', 'account') ? nameProblems(named) : []),
    ...(isSound('project', 'state') ? stateProblems(named, environments) : []),
    ...(isSound('project', 'state', 'stateBucket') ? stateBucketProblems(bootstrap, environments) : []),
    ...(isSound('github') ? gitHubProblems(bootstrap) : []),
    ...(isSound('terraformCloud') ? terraformCloudProblems(bootstrap) : []),
    ...(isSound('region', 'account', 'github', 'terraformCloud') ? roleProblems(bootstrap, environments) : []),
    ...(isSound('budget') ? budgetProblems(bootstrap) : []),
  ];
}

function stateBucketProblems(
  { project, state, stateBucket }: Bootstrap,
  environments: readonly Environment[],
): SettingsProblem[] {
  const days = stateBucket?.oldVersionsDays;
  const inside = [{ name: bootstrapName, state }, ...environments]
    .filter((other) => other.state.kind === 's3' && other.state.bucket.startsWith(`${project}-${bootstrapName}-state-`))
    .map(({ name }) => name);
  return failedChecks([
    {
      field: 'stateBucket',
      value: stateBucket,
      // `prevent_destroy` would go with the line.
      allowed: stateBucket !== undefined || inside.length === 0,
      remedy: `The bucket that it makes holds the state of ${inside.join(', ')}; move that first (docs/state.md).`,
    },
    {
      field: 'stateBucket.oldVersionsDays',
      value: days,
      allowed: days === undefined || isWholeNumber(days, 1, 3650),
      remedy: 'Use a whole number from 1 to 3650, or leave it out.',
    },
  ]);
}

function gitHubProblems({ github }: Bootstrap): SettingsProblem[] {
  if (github === undefined) return [];
  const { repository, ids } = github;
  return failedChecks([
    {
      field: 'github.repository',
      value: repository,
      allowed: /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/[\w.-]{1,100}$/.test(repository),
      remedy: 'Write owner and name of a repository with one slash between them, without an address before.',
    },
    {
      field: 'github.repository',
      value: repository,
      allowed: !repository.split('/').some((name) => isPlaceholder(name) || isStandIn(name)),
      remedy: 'It only stands for a name; use that of your repository.',
    },
    ...Object.entries(ids ?? {}).map(([whose, id]) => ({
      field: `github.ids.${whose}`,
      value: id,
      // A number beyond the safe ones has lost its last digits.
      allowed: /^[1-9]\d*$/.test(String(id)) && (typeof id === 'string' || Number.isSafeInteger(id)),
      remedy: "Use the digits that `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints.",
    })),
  ]);
}

/** Words of instructions that are refused as an owner or a repository, where nobody else has them. */
function isStandIn(name: string): boolean {
  return /^(owner|user(name)?|(your-|my-)?repo(sitory)?([-_]?name)?)$/i.test(name);
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
      remedy: 'Use 3 to 40 letters, digits, spaces, hyphens and underscores, or leave it out.',
    },
  ]);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: managed policies attached to a role. */
const maxPolicies = 10;

/** Environments that the roles have no room for, and regions that their policies are not written for. */
function roleProblems(bootstrap: Bootstrap, environments: readonly Environment[]): SettingsProblem[] {
  const { region, github, terraformCloud } = bootstrap;
  const inAccount = environmentsOf(bootstrap, environments);
  const readPolicies = inAccount.reduce((sum, environment) => sum + (hasPrivateSubnets(environment) ? 2 : 1), 0);
  return failedChecks([
    {
      field: 'github',
      value: github,
      allowed: github === undefined || readPolicies <= maxPolicies,
      remedy: `The plan role would need ${readPolicies} policies: one for each environment, two with private subnets. AWS allows ${maxPolicies}. List fewer environments.`,
    },
    {
      field: 'region',
      value: region,
      allowed: (github ?? terraformCloud) === undefined || !/^(cn|us-gov|us-iso[a-z]?|eusc|eu-isoe)-/.test(region),
      remedy:
        "The roles' policies are written for AWS's commercial regions. Leave github and terraformCloud out there.",
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
      remedy: 'Write one address at which somebody reads mail, and nothing around it.',
    },
  ]);
}
