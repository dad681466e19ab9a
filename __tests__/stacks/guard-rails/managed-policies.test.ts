import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { violations } from '../../support/stacks/violations';

describe('Attached IAM policy', () => {
  it.each([
    'AdministratorAccess',
    'PowerUserAccess',
    'AmazonS3FullAccess',
    'job-function/DatabaseAdministrator',
    'job-function/DataScientist',
  ])("must not be AWS's %s", (name) => {
    const found = violations(
      (stack) =>
        new IamRolePolicyAttachment(stack, 'grant', { role: 'app', policyArn: `arn:aws:iam::aws:policy/${name}` }),
    );
    expect(found).toEqual([
      expect.stringContaining(`dev/grant: The AWS policy arn:aws:iam::aws:policy/${name} allows`),
    ]);
  });

  const attach = (policyArn: string) =>
    violations((stack) => new IamRolePolicyAttachment(stack, 'grant', { role: 'app', policyArn }));

  it.each([
    `\${data.aws_iam_policy.admin.arn}`,
    `\${var.policy}`,
    `\${"arn:aws:iam::aws:policy/\${var.policy}"}`,
    `arn:aws:iam::aws:policy/\${var.policy}`,
    `x\${aws_iam_policy.deploy.arn}`,
    `\${aws_iam_policy.deploy.arn}x`,
  ])('must not have the ARN %s, because the policy is unknown', (policyArn) => {
    expect(attach(policyArn)).toEqual([
      expect.stringContaining(`dev/grant: The policy_arn ${policyArn} cannot be checked.`),
    ]);
  });

  it.each([
    'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    `arn:aws:iam::\${data.aws_caller_identity.current.account_id}:policy/deploy`,
    `\${aws_iam_policy.deploy.arn}`,
    `\${aws_iam_policy.deploy[count.index].id}`,
    `\${aws_iam_policy.deploy["prod"].arn}`,
  ])('may have the ARN %s', (policyArn) => {
    expect(attach(policyArn)).toEqual([]);
  });

  it.each(['DataScientistReadOnly', 'PowerUserAccessReview'])(
    'may be the customer managed policy %s, although its name begins like that of an AWS policy',
    (name) => {
      expect(attach(`arn:aws:iam::123456789012:policy/${name}`)).toEqual([]);
    },
  );
});
