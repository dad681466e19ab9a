import type { Environment } from '../../../stacks/environment';
import { type Call, isAllowed, type Statement } from '../../support/iam/iam';
import { complete, environments } from '../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../support/stacks/fixture-environment';
import { reference, resource } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const cloudDev = fixtureWith({ state: { kind: 'cloud', organization: 'acme', workspace: 'site-dev' } });
const named = { repository: 'acme/site', oidc: 'create' } as const;

function trust(role: string, bootstrap = {}, others: readonly Environment[] = environments): Statement[] {
  const stack = synthesizedBootstrap({ ...complete, ...bootstrap }, others);
  return JSON.parse(String(resource(stack, `aws_iam_role.${role}`).assume_role_policy)).Statement;
}

/** Whether the bearer of such a token may take the role. */
function takes(statements: Statement[], issuer: string, aud: string, sub: string): boolean {
  const context = { [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub };
  const call: Call = { action: 'sts:AssumeRoleWithWebIdentity', resource: 'role', context };
  // A trust policy is about its role alone and names no resource.
  return isAllowed(
    statements.map((statement) => ({ ...statement, Resource: 'role' })),
    call,
  );
}

describe('a role of GitHub', () => {
  const plan = trust('github_plan');
  const dev = trust('github_deploy_dev');
  const older = trust('github_plan', { github: named });
  const numbers = trust('github_plan', { github: { ...complete.github, ids: { owner: 123, repository: 4567 } } });

  it.each<[string, Statement[], string, boolean]>([
    ['plan: a pull request', plan, 'repo:acme@123/site@4567:pull_request', true],
    ['plan, with ids that are numbers: a pull request', numbers, 'repo:acme@123/site@4567:pull_request', true],
    ['plan: a pull request by names without ids', plan, 'repo:acme/site:pull_request', false],
    ['plan: a branch', plan, 'repo:acme@123/site@4567:ref:refs/heads/main', false],
    ['plan: an environment', plan, 'repo:acme@123/site@4567:environment:dev', false],
    ['plan: another repository', plan, 'repo:acme@123/site-two@4568:pull_request', false],
    ['plan: the name, taken by another repository', plan, 'repo:acme@123/site@9999:pull_request', false],
    ['plan: the owner, renamed by another', plan, 'repo:acme@999/site@4567:pull_request', false],
    ['plan, without ids: a pull request', older, 'repo:acme/site:pull_request', true],
    ['plan, without ids: any id', older, 'repo:acme@123/site@4567:pull_request', false],
    ['plan, without ids: another repository', older, 'repo:acme/site-two:pull_request', false],
    ['deploy: its environment', dev, 'repo:acme@123/site@4567:environment:dev', true],
    ['deploy: its environment by names without ids', dev, 'repo:acme/site:environment:dev', false],
    ['deploy: another environment', dev, 'repo:acme@123/site@4567:environment:staging', false],
    ['deploy: an environment whose name begins so', dev, 'repo:acme@123/site@4567:environment:dev2', false],
    ['deploy: a pull request', dev, 'repo:acme@123/site@4567:pull_request', false],
    ['deploy: a branch', dev, 'repo:acme@123/site@4567:ref:refs/heads/main', false],
  ])('%s', (_what, statements, subject, expected) => {
    expect(takes(statements, 'token.actions.githubusercontent.com', 'sts.amazonaws.com', subject)).toBe(expected);
  });

  it('takes no token that is for somebody else', () => {
    const subject = 'repo:acme@123/site@4567:pull_request';
    expect(takes(plan, 'token.actions.githubusercontent.com', 'https://github.com/acme', subject)).toBe(false);
  });

  it('compares subjects letter by letter', () => {
    expect(Object.keys(plan[0]?.Condition ?? {})).toEqual(['StringEquals']);
  });

  it('trusts the provider that was made', () => {
    expect(plan[0]?.Principal).toEqual({ Federated: reference('aws_iam_openid_connect_provider.github_token.arn') });
  });
});

describe('a role of Terraform Cloud', () => {
  const staging = trust('terraform_cloud_run_staging');
  const inProject = trust('terraform_cloud_run_staging', {
    terraformCloud: { ...complete.terraformCloud, project: 'Site' },
  });
  const ownWorkspace = trust('terraform_cloud_run_dev', {}, [cloudDev]);
  const subject = (project: string, workspace: string, phase: string, organization = 'acme') =>
    `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`;
  const usual = 'eight-digit-staging';

  it.each<[string, Statement[], string, boolean]>([
    ['a plan', staging, subject('Default Project', usual, 'plan'), true],
    ['an apply', staging, subject('Default Project', usual, 'apply'), true],
    ['another workspace', staging, subject('Default Project', 'eight-digit-dev', 'apply'), false],
    ['a workspace whose name begins so', staging, subject('Default Project', `${usual}-2`, 'apply'), false],
    ['another project', staging, subject('Site', usual, 'apply'), false],
    ['another organization', staging, subject('Default Project', usual, 'apply', 'acme2'), false],
    ['the project that is given', inProject, subject('Site', usual, 'apply'), true],
    ['the workspace that the environment names', ownWorkspace, subject('Default Project', 'site-dev', 'apply'), true],
    [
      'the workspace that it would have else',
      ownWorkspace,
      subject('Default Project', 'eight-digit-dev', 'apply'),
      false,
    ],
  ])('%s', (_what, statements, sub, expected) => {
    expect(takes(statements, 'app.terraform.io', 'aws.workload.identity', sub)).toBe(expected);
  });

  it('has a wildcard for the phase of a run and nowhere else', () => {
    expect(staging[0]?.Condition).toEqual({
      StringEquals: { 'app.terraform.io:aud': 'aws.workload.identity' },
      StringLike: { 'app.terraform.io:sub': [subject('Default Project', usual, '*')] },
    });
  });
});
