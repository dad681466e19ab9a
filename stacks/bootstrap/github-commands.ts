import type { GitHubSettings } from './bootstrap';
import type { DeployRole } from './github-roles';

export interface GitHubCommandsProps extends Pick<GitHubSettings, 'repository' | 'reviewers'> {
  /** The AWS region of jobs that run without a GitHub environment. */
  readonly region: string;
  readonly planRoleArn: string;
  readonly deployRoles: readonly DeployRole[];
}

/** The only branch from which listed environments are deployed. */
export const branch = 'main';

/** The labels of the repository. People add `preview` to a pull request; `.github/workflows/drift.yml` adds `drift` to its issue. */
const labels = [
  { name: 'preview', color: '1d76db', description: 'Deploys a preview of the pull request' },
  { name: 'drift', color: 'd93f0b', description: 'AWS or the files have changed since the last apply' },
];

/**
 * Returns a script that stops at the first error, and that can be run again. The commands run in a subshell, so that an error in a pasted
 * script does not close the terminal. No command may contain `${`, because Terraform would evaluate it.
 */
export function script(...commands: readonly string[]): string {
  return ['(', 'set -e', ...commands, ')'].join('\n');
}

/** Returns the lines of a shell command that sends a body to GitHub's API. The shell replaces variables in the body. */
function request(method: string, path: string, body: string): string[] {
  return [`gh api --silent --method ${method} ${path} --input - <<END`, body, 'END'];
}

/**
 * Returns a script that creates the GitHub environments and the labels. Jobs of a listed environment wait for a reviewer and run only on
 * `main`. Jobs of previews run on the branches of pull requests, without a reviewer.
 * https://docs.github.com/en/rest/deployments/environments
 */
export function createEnvironments({ repository, reviewers, deployRoles }: GitHubCommandsProps): string {
  const ids = (reviewers ?? [undefined]).map((reviewer, index) => ({
    variable: `reviewer${index + 1}`,
    command: findReviewer(reviewer),
  }));
  const rules = `{"reviewers": [${ids.map(({ variable }) => `$${variable}`).join(', ')}], "deployment_branch_policy": {"protected_branches": false, "custom_branch_policies": true}}`;
  const createEnvironment = ({ environment, isForPreviews }: DeployRole) => {
    const path = `repos/${repository}/environments/${environment}`;
    if (isForPreviews) return request('PUT', path, '{"reviewers": null, "deployment_branch_policy": null}');
    const branches = `${path}/deployment-branch-policies`;
    return [
      ...request('PUT', path, rules),
      // GitHub rejects a branch policy that the environment already has.
      `gh api --paginate ${branches} --jq '.branch_policies[].name' | grep -qx ${branch} ||`,
      `  gh api --silent --method POST ${branches} -f name=${branch} -f type=branch`,
    ];
  };
  return script(
    ...ids.map(({ variable, command }) => `${variable}=$(${command})`),
    ...deployRoles.flatMap(createEnvironment),
    ...labels.map(
      ({ name, color, description }) =>
        `gh label create ${name} --repo ${repository} --color ${color} --description '${description}' --force`,
    ),
  );
}

/** Returns the command that prints a reviewer as JSON for GitHub's API. Without a reviewer, the command prints the user who runs it. */
function findReviewer(reviewer: string | undefined): string {
  if (reviewer === undefined) return `gh api user --jq '{type: "User", id}'`;
  const [organization, team] = reviewer.split('/');
  return team === undefined
    ? `gh api users/${reviewer} --jq '{type: "User", id}'`
    : `gh api orgs/${organization}/teams/${team} --jq '{type: "Team", id}'`;
}

/**
 * Returns a script that sets the region and the roles as variables for the workflows. In a job that uses a GitHub environment, the
 * variables of the environment override those of the repository.
 */
export function setVariables({ repository, region, planRoleArn, deployRoles }: GitHubCommandsProps): string {
  const set = `gh variable set --repo ${repository}`;
  return script(
    `${set} AWS_REGION --body ${region}`,
    `${set} AWS_PLAN_ROLE_ARN --body ${planRoleArn}`,
    ...deployRoles.flatMap(({ environment, region: ofEnvironment, arn }) => [
      `${set} AWS_REGION --env ${environment} --body ${ofEnvironment}`,
      `${set} AWS_DEPLOY_ROLE_ARN --env ${environment} --body ${arn}`,
    ]),
  );
}
