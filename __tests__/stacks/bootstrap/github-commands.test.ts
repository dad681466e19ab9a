import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requiredChecks } from '../../../stacks/bootstrap/github-ruleset';
import { resolveReferences } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const folder = mkdtempSync(join(tmpdir(), 'github-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * A fake `gh` that logs its arguments and the request body, and prints what `--jq` would select. Like GitHub, it creates a branch policy
 * only once.
 */
const gh = `#!/bin/sh
echo "gh $*" >> log
case "$*" in
  *"--input -"*) cat >> log ;;
  *GET_FAILS*) exit 1 ;;
  "api user "*) echo '{"id":7,"type":"User"}' ;;
  "api users/"*) echo '{"id":8,"type":"User"}' ;;
  "api orgs/"*) echo '{"id":9,"type":"Team"}' ;;
  *"POST repos/acme/site/environments/dev/deployment-branch-policies"*) test ! -f policy && echo main > policy ;;
  *"environments/dev/deployment-branch-policies --jq"*) test ! -f policy || cat policy ;;
  *"rulesets?includes_parents=false"*) test ! -f ruleset || cat ruleset ;;
esac
`;
writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });

/**
 * Runs the commands in an output, like `terraform output -raw <output> | sh`.
 * @returns the logged calls of the fake `gh`, each followed by its request body
 */
function run(output: string, github: object = {}): string[] {
  writeFileSync(join(folder, 'log'), '');
  runShell(commandsOf(output, github));
  return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
}

function runShell(input: string): void {
  execFileSync('sh', { cwd: folder, input, env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
}

function commandsOf(output: string, github: object): string {
  const stack = synthesizedBootstrap({ ...complete, github: { ...complete.github, ...github } });
  const arnOf = (_whole: string, role: string) => `arn:${role}`;
  const input = resolveReferences(stack, stack.output[output]?.value).replace(/\$\{aws_iam_role\.(\w+)\.arn\}/g, arnOf);
  // Every Terraform reference is resolved here. Any other `${` would be meant for the shell, but Terraform would evaluate it.
  expect(input).not.toContain('${');
  return input;
}

const environment = (name: string) => `gh api --silent --method PUT repos/acme/site/environments/${name} --input -`;
const rules = (reviewers: object[]) =>
  JSON.stringify({ reviewers, deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } });
const policies = 'repos/acme/site/environments/dev/deployment-branch-policies';
const compact = (lines: string[]) =>
  lines.map((line) => (line.startsWith('{') ? JSON.stringify(JSON.parse(line)) : line));

describe('Commands that create the environments in GitHub', () => {
  const first = compact(run('create_github_environments'));
  const second = compact(run('create_github_environments'));
  const post = `gh api --silent --method POST ${policies} -f name=main -f type=branch`;

  it('create each listed environment with a reviewer, and allow only the branch main to deploy to it', () => {
    expect(first.slice(0, 5)).toEqual([
      `gh api user --jq {type: "User", id}`,
      environment('dev'),
      rules([{ id: 7, type: 'User' }]),
      `gh api --paginate ${policies} --jq .branch_policies[].name`,
      post,
    ]);
  });

  it('create the environment for previews without protection rules, and create the labels', () => {
    expect(first.slice(-4)).toEqual([
      environment('preview'),
      JSON.stringify({ reviewers: null, deployment_branch_policy: null }),
      'gh label create preview --repo acme/site --color 1d76db --description Deploys a preview of the pull request --force',
      'gh label create drift --repo acme/site --color d93f0b --description AWS or the files have changed since the last apply --force',
    ]);
  });

  it('create the branch policy only once, even if they run twice', () => {
    expect(second).toEqual(first.filter((line) => line !== post));
  });

  it.each([
    [['ada'], [{ id: 8, type: 'User' }]],
    [
      ['acme/ops', 'ada'],
      [
        { id: 9, type: 'Team' },
        { id: 8, type: 'User' },
      ],
    ],
    [[], []],
  ])('identify the reviewers %j by their ids', (reviewers, expected) => {
    const found = compact(run('create_github_environments', { reviewers }));
    expect(found[found.indexOf(environment('dev')) + 1]).toBe(rules(expected));
  });

  it('stop before the first change if a reviewer does not exist', () => {
    expect(() => run('create_github_environments', { reviewers: ['GET_FAILS'] })).toThrow();
    expect(readFileSync(join(folder, 'log'), 'utf8')).not.toContain('PUT');
  });

  it('do not end the shell into which they are pasted, even if they fail', () => {
    runShell(`${commandsOf('create_github_environments', { reviewers: ['GET_FAILS'] })}\necho next >> log\n`);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toMatch(/\nnext\n$/);
  });
});

describe('Commands that set the variables in GitHub', () => {
  it('set the region and the ARN of a role for the repository and for each environment', () => {
    const of = (name: string) => [
      `gh variable set --repo acme/site AWS_REGION --env ${name} --body eu-central-1`,
      `gh variable set --repo acme/site AWS_DEPLOY_ROLE_ARN --env ${name} --body arn:github_deploy_${name}`,
    ];
    expect(run('set_github_variables')).toEqual([
      'gh variable set --repo acme/site AWS_REGION --body eu-central-1',
      'gh variable set --repo acme/site AWS_PLAN_ROLE_ARN --body arn:github_plan',
      ...['dev', 'staging', 'preview'].flatMap(of),
    ]);
  });
});

describe('Commands that make the checks required in GitHub', () => {
  const find = `gh api --paginate repos/acme/site/rulesets?includes_parents=false --jq .[] | select(.name == "Checks of pull requests") | .id`;

  it('create a ruleset, and update it if they run again', () => {
    const [, , created = ''] = run('require_github_checks');
    writeFileSync(join(folder, 'ruleset'), '42\n');
    expect(run('require_github_checks')).toEqual([
      find,
      'gh api --silent --method PUT repos/acme/site/rulesets/42 --input -',
      created,
    ]);
  });

  it('require the checks on main, and accept them only from GitHub Actions', () => {
    const [, , body = ''] = run('require_github_checks');
    const { conditions, enforcement, rules, target } = JSON.parse(body);
    expect([target, enforcement, conditions]).toEqual([
      'branch',
      'active',
      { ref_name: { include: ['refs/heads/main'], exclude: [] } },
    ]);
    const [{ parameters }] = rules.filter(({ type }: { type: string }) => type === 'required_status_checks');
    expect(parameters.required_status_checks).toEqual(
      requiredChecks.map((context) => ({ context, integration_id: 15368 })),
    );
  });

  it('reject force pushes to main and the deletion of main', () => {
    const [, , body = ''] = run('require_github_checks');
    expect(JSON.parse(body).rules).toEqual(
      expect.arrayContaining([{ type: 'deletion' }, { type: 'non_fast_forward' }]),
    );
  });
});
