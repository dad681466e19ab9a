import type { Environment } from '../../../../stacks/environment';
import { everyPreview } from '../../../../stacks/preview';
import { type Call, isAllowed, type Statement } from '../../../support/iam/iam-evaluator';
import { complete, environments } from '../../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../../support/stacks/fixture-environment';
import { reference, resource } from '../../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../../support/stacks/synthesized-bootstrap';

const cloudDev = fixtureWith({ state: { kind: 'cloud', organization: 'acme', workspace: 'site-dev' } });
const named = { repository: 'acme/site', oidc: 'create' } as const;

function trust(role: string, bootstrap = {}, others: readonly Environment[] = environments): Statement[] {
  const stack = synthesizedBootstrap({ ...complete, ...bootstrap }, others);
  return JSON.parse(String(resource(stack, `aws_iam_role.${role}`).assume_role_policy)).Statement;
}

/** Whether the holder of a token with this audience and subject may assume the role. */
function trusts(statements: Statement[], issuer: string, aud: string, sub: string): boolean {
  const context = { [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub };
  const call: Call = { action: 'sts:AssumeRoleWithWebIdentity', resource: 'role', context };
  // A trust policy has no `Resource`, but the evaluator needs one.
  return isAllowed(
    statements.map((statement) => ({ ...statement, Resource: 'role' })),
    call,
  );
}

describe('Role for GitHub', () => {
  const plan = trust('github_plan');
  const dev = trust('github_deploy_dev');
  const previews = trust('github_deploy_preview', {}, [everyPreview({ base: fixtureWith({}), days: 7 })]);
  const older = trust('github_plan', { github: named });
  const numbers = trust('github_plan', { github: { ...complete.github, ids: { owner: 123, repository: 4567 } } });

  const tokens: [string, Statement[], string, boolean][] = [
    ['a pull request, for planning', plan, 'repo:acme@123/site@4567:pull_request', true],
    ['a pull request, if the settings have the ids as numbers', numbers, 'repo:acme@123/site@4567:pull_request', true],
    ['a pull request without ids, for planning', plan, 'repo:acme/site:pull_request', false],
    ['the branch main, for planning', plan, 'repo:acme@123/site@4567:ref:refs/heads/main', true],
    ['another branch, for planning', plan, 'repo:acme@123/site@4567:ref:refs/heads/main2', false],
    ['the branch main without ids, for planning', plan, 'repo:acme/site:ref:refs/heads/main', false],
    ['the branch main without ids, if the settings have none', older, 'repo:acme/site:ref:refs/heads/main', true],
    [
      'the branch main with ids, if the settings have none',
      older,
      'repo:acme@123/site@4567:ref:refs/heads/main',
      false,
    ],
    ['a tag, for planning', plan, 'repo:acme@123/site@4567:ref:refs/tags/main', false],
    ['an environment, for planning', plan, 'repo:acme@123/site@4567:environment:dev', false],
    ['another repository', plan, 'repo:acme@123/site-two@4568:pull_request', false],
    ['a repository with the same name and another id', plan, 'repo:acme@123/site@9999:pull_request', false],
    ['an owner with the same name and another id', plan, 'repo:acme@999/site@4567:pull_request', false],
    ['a pull request without ids, if the settings have none', older, 'repo:acme/site:pull_request', true],
    ['a pull request with ids, if the settings have none', older, 'repo:acme@123/site@4567:pull_request', false],
    ['another repository, if the settings have no ids', older, 'repo:acme/site-two:pull_request', false],
    ['the environment, for deploying', dev, 'repo:acme@123/site@4567:environment:dev', true],
    ['the environment without ids, for deploying', dev, 'repo:acme/site:environment:dev', false],
    ['another environment, for deploying', dev, 'repo:acme@123/site@4567:environment:staging', false],
    ['an environment with the same prefix, for deploying', dev, 'repo:acme@123/site@4567:environment:dev2', false],
    ['the environment preview, for previews', previews, 'repo:acme@123/site@4567:environment:preview', true],
    ['an environment named like a preview', previews, 'repo:acme@123/site@4567:environment:previewpr42', false],
    ['another environment, for previews', previews, 'repo:acme@123/site@4567:environment:dev', false],
    ['a pull request, for previews', previews, 'repo:acme@123/site@4567:pull_request', false],
    ['the environment preview, for deploying', dev, 'repo:acme@123/site@4567:environment:preview', false],
    ['a pull request, for deploying', dev, 'repo:acme@123/site@4567:pull_request', false],
    ['a branch, for deploying', dev, 'repo:acme@123/site@4567:ref:refs/heads/main', false],
  ];
  const isTrusted = (statements: Statement[], subject: string) =>
    trusts(statements, 'token.actions.githubusercontent.com', 'sts.amazonaws.com', subject);

  it.each(tokens.filter(([, , , expected]) => expected))('trusts the token of %s', (_what, statements, subject) => {
    expect(isTrusted(statements, subject)).toBe(true);
  });

  it.each(tokens.filter(([, , , expected]) => !expected))('rejects the token of %s', (_what, statements, subject) => {
    expect(isTrusted(statements, subject)).toBe(false);
  });

  it('rejects a token whose audience is not sts.amazonaws.com', () => {
    const subject = 'repo:acme@123/site@4567:pull_request';
    expect(trusts(plan, 'token.actions.githubusercontent.com', 'https://github.com/acme', subject)).toBe(false);
  });

  it('allows sessions of two hours, because the longest job may take two hours', () => {
    const stack = synthesizedBootstrap(complete);
    expect(resource(stack, 'aws_iam_role.github_deploy_dev')).toMatchObject({ max_session_duration: 7_200 });
  });

  it('compares subjects without wildcards', () => {
    expect(Object.keys(plan[0]?.Condition ?? {})).toEqual(['StringEquals']);
  });

  it('trusts the OIDC provider that the bootstrap creates', () => {
    expect(plan[0]?.Principal).toEqual({ Federated: reference('aws_iam_openid_connect_provider.github_token.arn') });
  });
});

describe('Role for Terraform Cloud', () => {
  const cloud = (name: string, bootstrap = {}, others?: readonly Environment[]) => ({
    plan: trust(`terraform_cloud_plan_${name}`, bootstrap, others),
    apply: trust(`terraform_cloud_run_${name}`, bootstrap, others),
  });
  const staging = cloud('staging');
  const inProject = cloud('staging', { terraformCloud: { ...complete.terraformCloud, project: 'Site' } });
  const ownWorkspace = cloud('dev', {}, [cloudDev]);
  const subject = (project: string, workspace: string, phase: string, organization = 'acme') =>
    `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`;
  const usual = 'eight-digit-staging';
  const other = { plan: 'apply', apply: 'plan' } as const;
  const previews = cloud('preview', {}, [
    everyPreview({ base: fixtureWith({ state: { kind: 'cloud', organization: 'acme' } }), days: 7 }),
  ]);

  describe.each(['plan', 'apply'] as const)('for the phase %s', (phase) => {
    const tokens: [string, Statement[], string, boolean][] = [
      ['the same phase', staging[phase], subject('Default Project', usual, phase), true],
      ['the other phase', staging[phase], subject('Default Project', usual, other[phase]), false],
      ['any phase', staging[phase], subject('Default Project', usual, '*'), false],
      ['another workspace', staging[phase], subject('Default Project', 'eight-digit-dev', phase), false],
      ['a workspace with the same prefix', staging[phase], subject('Default Project', `${usual}-2`, phase), false],
      ['another project', staging[phase], subject('Site', usual, phase), false],
      ['another organization', staging[phase], subject('Default Project', usual, phase, 'acme2'), false],
      ['the project in the settings', inProject[phase], subject('Site', usual, phase), true],
      [
        'the workspace in the settings of the environment',
        ownWorkspace[phase],
        subject('Default Project', 'site-dev', phase),
        true,
      ],
      [
        'the default workspace, if the settings name another',
        ownWorkspace[phase],
        subject('Default Project', 'eight-digit-dev', phase),
        false,
      ],
    ];
    const ofPreviews: [string, string, boolean][] = [
      ['the workspace of a preview', subject('Default Project', 'eight-digit-previewpr42', phase), true],
      ['the other phase', subject('Default Project', 'eight-digit-previewpr42', other[phase]), false],
      ['the workspace of dev', subject('Default Project', 'eight-digit-dev', phase), false],
      ['the workspace of another project', subject('Default Project', 'another-previewpr42', phase), false],
      ['another project of Terraform Cloud', subject('Site', 'eight-digit-previewpr42', phase), false],
      ['another organization', subject('Default Project', 'eight-digit-previewpr42', phase, 'acme2'), false],
    ];
    const isTrusted = (statements: Statement[], sub: string) =>
      trusts(statements, 'app.terraform.io', 'aws.workload.identity', sub);

    it.each(tokens.filter(([, , , expected]) => expected))('trusts the token of %s', (_what, statements, sub) => {
      expect(isTrusted(statements, sub)).toBe(true);
    });

    it.each(tokens.filter(([, , , expected]) => !expected))('rejects the token of %s', (_what, statements, sub) => {
      expect(isTrusted(statements, sub)).toBe(false);
    });

    it.each(ofPreviews.filter(([, , expected]) => expected))('for previews, trusts the token of %s', (_what, sub) => {
      expect(isTrusted(previews[phase], sub)).toBe(true);
    });

    it.each(ofPreviews.filter(([, , expected]) => !expected))('for previews, rejects the token of %s', (_what, sub) => {
      expect(isTrusted(previews[phase], sub)).toBe(false);
    });

    it('compares subjects without wildcards', () => {
      expect(Object.keys(staging[phase][0]?.Condition ?? {})).toEqual(['StringEquals']);
    });
  });
});
