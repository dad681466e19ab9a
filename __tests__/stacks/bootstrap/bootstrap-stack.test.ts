import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { policiesOf } from '../../support/iam/role-policies';
import { complete, environments, shipped } from '../../support/stacks/fixture-bootstrap';
import {
  type Changes,
  existingPrivateNetwork,
  fixtureWith,
  threeTiers,
} from '../../support/stacks/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/stacks/synthesized';
import { bootstrapViolations, synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

/**
 * The frozen Terraform addresses of each part of the bootstrap. If an address changes, Terraform replaces the resource, unless the stack
 * has a `moved` block.
 */
const ofStateBucket = [
  'aws_s3_bucket.state',
  'aws_s3_bucket_lifecycle_configuration.state',
  'aws_s3_bucket_ownership_controls.state',
  'aws_s3_bucket_policy.state',
  'aws_s3_bucket_public_access_block.state',
  'aws_s3_bucket_server_side_encryption_configuration.state',
  'aws_s3_bucket_versioning.state',
  'aws_ssm_parameter.removal_bucket_state',
  'output.state_bucket',
  'output.state_line',
];
const policies = ['edge', 'network', 'read', 'roles', 'service', 'watch'];
const ofEnvironment = (name: string) =>
  ['boundary', ...policies].map((part) => `aws_iam_policy.environments_${name}_${part}`);
const attachments = (role: string) => policies.map((part) => `aws_iam_role_policy_attachment.${role}_${part}`);
const ofRole = (role: string) => [
  `aws_iam_role.${role}`,
  `aws_iam_role_policies_exclusive.${role}`,
  `aws_iam_role_policy_attachments_exclusive.${role}`,
];
const ofGitHub = [
  'aws_iam_openid_connect_provider.github_token',
  ...ofRole('github_plan'),
  'aws_iam_role_policy.github_plan_read_history',
  'aws_iam_role_policy.github_plan_read_images',
  'aws_iam_role_policy.github_plan_secrets',
  'aws_iam_role_policy.github_plan_state',
  'output.plan_role_arn',
  'output.create_github_environments',
  'output.require_github_checks',
  'output.set_github_variables',
  ...['dev', 'staging'].flatMap((name) => [
    `aws_iam_role_policy.github_deploy_${name}_promote_images`,
    `aws_iam_role_policy_attachment.github_plan_read_${name}`,
  ]),
  ...['dev', 'staging', 'preview'].flatMap((name) => [
    `aws_iam_role_policy.github_deploy_${name}_follow_log`,
    `aws_iam_role_policy.github_deploy_${name}_list_tagged`,
    `aws_iam_role_policy.github_deploy_${name}_read_quotas`,
    `aws_iam_role_policy.github_deploy_${name}_watch_deployments`,
    ...ofRole(`github_deploy_${name}`),
    `aws_iam_role_policy.github_deploy_${name}_push_images`,
    `aws_iam_role_policy.github_deploy_${name}_secrets`,
    `aws_iam_role_policy.github_deploy_${name}_state`,
    `output.deploy_role_arn_${name}`,
    ...attachments(`github_deploy_${name}`),
  ]),
];
const ofTerraformCloud = [
  'aws_iam_openid_connect_provider.terraform_cloud_token',
  ...['dev', 'staging'].flatMap((name) => [
    ...ofRole(`terraform_cloud_plan_${name}`),
    `aws_iam_role_policy_attachment.terraform_cloud_plan_${name}_read`,
    ...ofRole(`terraform_cloud_run_${name}`),
    ...['plan', 'run'].map((role) => `aws_iam_role_policy.terraform_cloud_${role}_${name}_secrets`),
    `output.run_plan_role_arn_${name}`,
    `output.run_role_arn_${name}`,
    `output.workspace_variables_${name}`,
    ...attachments(`terraform_cloud_run_${name}`),
  ]),
];
const ofEnvironments = ['dev', 'staging'].flatMap(ofEnvironment);
const ofPreviews = ofEnvironment('preview');
const ofBudget = ['aws_budgets_budget.budget'];

function addresses({ resource: resources, output = {} }: SynthesizedStack): string[] {
  const ofResources = Object.entries(resources ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  return [...ofResources, ...Object.keys(output).map((name) => `output.${name}`)].sort();
}

const { project, region, state } = shipped;
const none = { project, region, state };
const withoutState = (names: readonly string[]) => names.filter((name) => !/^aws_iam_role_policy\..*state/.test(name));

const parts: [string, Bootstrap, string[]][] = [
  ['only the state bucket, as shipped', shipped, ofStateBucket],
  ['only GitHub', { ...none, github: complete.github }, withoutState([...ofGitHub, ...ofEnvironments, ...ofPreviews])],
  [
    'only Terraform Cloud',
    { ...none, terraformCloud: complete.terraformCloud },
    [...ofTerraformCloud, ...ofEnvironments],
  ],
  ['only the budget', { ...none, budget: complete.budget }, ofBudget],
  [
    'all parts',
    complete,
    [...ofStateBucket, ...ofGitHub, ...ofTerraformCloud, ...ofEnvironments, ...ofPreviews, ...ofBudget],
  ],
  ['no parts', none, []],
];

describe('Bootstrap', () => {
  it.each(parts)('with %s, has exactly the frozen addresses', (_what, bootstrap, frozen) => {
    expect(addresses(synthesizedBootstrap(bootstrap))).toEqual([...frozen].sort());
  });
});

describe('Environment', () => {
  const elsewhere = fixtureWith({ name: 'far', account: '210987654321' });
  const rolesOf = (account?: string) =>
    Object.keys(
      synthesizedBootstrap({ ...complete, account }, [...environments, elsewhere]).resource.aws_iam_role ?? {},
    );

  it('gets no roles from a bootstrap in another account', () => {
    expect(rolesOf('123456789012').filter((name) => name.endsWith('far'))).toEqual([]);
  });

  it('gets its roles from a bootstrap in the same account', () => {
    expect(rolesOf('210987654321')).toContain('github_deploy_far');
  });
});

describe('OIDC provider', () => {
  const stack = synthesizedBootstrap(complete);
  const existing = synthesizedBootstrap({
    ...complete,
    github: { ...complete.github, oidc: 'existing' },
    terraformCloud: { ...complete.terraformCloud, oidc: 'existing' },
  });

  it.each([
    ['github_token', 'https://token.actions.githubusercontent.com', 'sts.amazonaws.com'],
    ['terraform_cloud_token', 'https://app.terraform.io', 'aws.workload.identity'],
  ])('%s trusts the issuer %s, and only tokens with the audience %s', (name, url, audience) => {
    const { url: issuer, client_id_list } = resource(stack, `aws_iam_openid_connect_provider.${name}`);
    expect([issuer, client_id_list]).toEqual([url, [audience]]);
  });

  it('is neither created nor looked up if the settings say that it exists', () => {
    expect(existing.resource).not.toHaveProperty('aws_iam_openid_connect_provider');
    expect(existing.data).not.toHaveProperty('aws_iam_openid_connect_provider');
  });

  it.each([
    ['github_plan', 'token.actions.githubusercontent.com'],
    ['terraform_cloud_run_dev', 'app.terraform.io'],
  ])('that already exists is referenced by its ARN in the trust policy of %s', (role, issuer) => {
    const account = reference('data.aws_caller_identity.current.account_id');
    expect(resource(existing, `aws_iam_role.${role}`).assume_role_policy).toContain(
      `"Federated":"arn:aws:iam::${account}:oidc-provider/${issuer}"`,
    );
  });
});

describe('Budget', () => {
  const budget = resource(synthesizedBootstrap(complete), 'aws_budgets_budget.budget');

  it('has the monthly amount from the settings as its limit, in US dollars', () => {
    expect(budget).toMatchObject({ limit_amount: '50', limit_unit: 'USD', time_unit: 'MONTHLY', budget_type: 'COST' });
  });

  it('sends emails if the actual costs exceed 80 % of the amount, or the forecast exceeds 100 %', () => {
    const to = { subscriber_email_addresses: ['ops@acme.dev'], comparison_operator: 'GREATER_THAN' };
    expect(budget.notification).toEqual([
      { ...to, threshold: 80, threshold_type: 'PERCENTAGE', notification_type: 'ACTUAL' },
      { ...to, threshold: 100, threshold_type: 'PERCENTAGE', notification_type: 'FORECASTED' },
    ]);
  });
});

describe('Bootstrap outputs', () => {
  const { output } = synthesizedBootstrap(complete);

  it('have descriptions', () => {
    expect(Object.values(output).filter(({ description }) => !description)).toEqual([]);
  });

  it('contain the `state` line for the environment files', () => {
    expect(output.state_line?.value).toBe(
      `state: { kind: 's3', bucket: '${reference('aws_s3_bucket.state.bucket')}', region: 'eu-central-1' },`,
    );
  });

  it('contain the environment variables for a workspace in Terraform Cloud', () => {
    expect(output.workspace_variables_dev?.value.split('\n')).toEqual([
      'TFC_AWS_PROVIDER_AUTH=true',
      `TFC_AWS_PLAN_ROLE_ARN=${reference('aws_iam_role.terraform_cloud_plan_dev.arn')}`,
      `TFC_AWS_APPLY_ROLE_ARN=${reference('aws_iam_role.terraform_cloud_run_dev.arn')}`,
    ]);
  });
});

describe('Plan role for several environments', () => {
  const secrets = (name: string, count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_value, index) => [
        [`PARAMETER_${index}`, { parameter: `/eight-digit/${name}/parameter-${index}` }],
        [`SECRET_${index}`, { secret: `eight-digit/${name}/secret-${index}` }],
      ]).flat(),
    );
  const many = (environments: number, secretsOfEach: number, changes: Changes) =>
    Array.from({ length: environments }, (_value, index) => {
      const name = `prod${index}`;
      return fixtureWith({ ...changes, name, table: undefined, app: { secrets: secrets(name, secretsOfEach) } });
    });
  const limited: Changes = {
    network: existingPrivateNetwork,
    ingress: {
      kind: 'load-balanced',
      cdn: {},
      domain: { name: 'app.example.com', zone: 'example.com' },
      allowFrom: ['203.0.113.0/24'],
    },
  };

  it.each([
    ['like prod', many(5, 5, threeTiers)],
    ['in existing networks with CloudFront and allowFrom', many(5, 5, limited)],
  ])(
    "has policies within AWS's limits for 5 environments %s, each with 5 parameters and 5 secrets",
    (_what, listed) => {
      expect(bootstrapViolations(complete, listed)).toEqual([]);
    },
  );

  it("is rejected if its inline policies exceed AWS's limit", () => {
    const listed = many(5, 15, threeTiers);
    const [violation = '', ...others] = bootstrapViolations(complete, listed);
    const [, characters] =
      /^bootstrap\/github\/plan: The inline policies of the role .* have up to (\d+) characters; AWS allows 10240\./.exec(
        violation,
      ) ?? [];
    const { inline } = policiesOf(synthesizedBootstrap(complete, listed), 'github_plan');
    expect(Number(characters)).toBeGreaterThanOrEqual(inline.join('').length);
    expect(Number(characters)).toBeLessThan(inline.join('').length + 500);
    expect(others).toEqual([]);
  });
});

describe('Check of the plan role', () => {
  it('counts each part of a policy that AWS allows only in parts', () => {
    const names = Array.from({ length: 40 }, (_value, index) => `${'n'.repeat(100)}${index}`);
    const tables = { aws_dynamodb_table: Object.fromEntries(names.map((name) => [name, { name }])) };
    const document = synthesized({});
    const withManyTables = () => ({ ...document, resource: { ...document.resource, ...tables } });
    const six = Array.from({ length: 6 }, (_value, index) => fixtureWith({ name: `dev${index}` }));
    expect(bootstrapViolations(complete, six, withManyTables)).toEqual([
      expect.stringMatching(/The plan role needs 18 managed policies; AWS allows 10\. List fewer environments/),
    ]);
  });
});

describe('Roles of an environment with an added resource', () => {
  const dev = fixtureWith({});
  const document = synthesized({});
  const violationsWith = (resource: object, name: string) => {
    const documentOf = () => ({ ...document, resource: { ...document.resource, ...resource } });
    Object.defineProperty(documentOf, 'name', { value: name });
    return bootstrapViolations(complete, [dev], documentOf);
  };

  it('get permissions if the table of permissions contains the type of the resource', () => {
    expect(violationsWith({ aws_sqs_queue: { jobs: { name: 'eight-digit-dev-jobs' } } }, 'withQueue')).toEqual([]);
  });

  it('are rejected if the table of permissions does not contain the type; the error says where to add a row', () => {
    expect(violationsWith({ aws_glacier_vault: { old: { name: 'old' } } }, 'withVault')).toEqual([
      expect.stringMatching(
        /The roles of dev have no permissions for aws_glacier_vault\.old\. Add a row for aws_glacier_vault to a file in packages\/aws-permissions\/src\/rows\/; CONTRIBUTING\.md explains how\./,
      ),
    ]);
  });

  it('are rejected if they need more managed policies than AWS allows', () => {
    const names = Array.from({ length: 200 }, (_value, index) => `${'n'.repeat(200)}${index}`);
    const tables = Object.fromEntries(names.map((name) => [name, { name }]));
    expect(violationsWith({ aws_dynamodb_table: tables }, 'withTables')).toEqual([
      expect.stringMatching(/The deploy role of dev needs \d\d managed policies; AWS allows 10\./),
    ]);
  });
});
