import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SsoadminPermissionSetInlinePolicy } from '@cdktf/provider-aws/lib/ssoadmin-permission-set-inline-policy';
import { Fn, TerraformResource, TerraformVariable } from 'cdktf';
import { policyDocument, type Statement } from '../../../stacks/iam/policy';
import { type EmptyStack, violations } from '../../support/stacks/violations';

const arn = `\${aws_dynamodb_table.entries.arn}`;
const document = (statement: object) =>
  policyDocument([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn, ...statement } as Statement]);
const inRolePolicy = (policy: string) =>
  violations((stack) => new IamRolePolicy(stack, 'grant', { role: 'app', policy }));

describe('IAM policy', () => {
  it.each([
    ['*', {}],
    ['dynamodb:*', {}],
    ['dynamodb:**', {}],
    ['*:*', {}],
    ['iam:*e*', {}],
    ['s3:Get*', {}],
    ['*:Describe*', {}],
    ['iam:Describe?*', {}],
    ['?am:CreateUser', {}],
    ['*am:CreateUser', {}],
    ['everything except iam:CreateUser', { Action: undefined, NotAction: 'iam:CreateUser' }],
    ['everything except iam:*, sts:*', { Action: undefined, NotAction: ['iam:*', 'sts:*'] }],
  ])('must not allow %s', (action, more) => {
    const message =
      /^dev\/grant: This policy allows (.*)\. Name the actions that are needed, for example s3:GetObject\. A \* is allowed only/;
    const [, allowed] =
      message.exec(inRolePolicy(document({ Action: ['ecs:ListTasks', action], ...more }))[0] ?? '') ?? [];
    expect(allowed).toBe(action);
  });

  it.each([
    ...['*', '**', '*:*', 'arn:aws:dynamodb:*:*:*', 'arn:aws:s3:::*', 'arn:aws:s3:::*/*', 'arn:*', 'arn:aws:*'],
    ...['table/*', 'table/*/index/*', 'table*', 'role/**', 'secret:*', 'autoScalingGroup:*'].map(
      (name) => `arn:aws:any:eu-central-1:1:${name}`,
    ),
    'arn:aws:autoscaling:eu-central-1:1:autoScalingGroup:*:autoScalingGroupName/*',
  ])('must not allow dynamodb:GetItem on %s, because the action supports narrower resources', (resource) => {
    expect(inRolePolicy(document({ Resource: [arn, resource] }))).toEqual([
      expect.stringMatching(/^dev\/grant: This policy allows dynamodb:GetItem on \S+\. Name the ARNs\. /),
    ]);
  });

  it('must not allow an action on all tables, even with a condition, if the condition is always true', () => {
    const Condition = { StringLike: { 'aws:ResourceTag/Project': '*' } };
    expect(inRolePolicy(document({ Resource: 'arn:aws:dynamodb:*:*:table/*', Condition }))).toHaveLength(1);
  });

  it('with the resource *, is rejected for the action that supports resource-level permissions, not for the other one', () => {
    const [message] = inRolePolicy(
      document({ Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'], Resource: '*' }),
    );
    expect(message).toContain('allows ecr:BatchGetImage on *');
  });

  it('must not use NotResource', () => {
    const [message] = inRolePolicy(document({ Resource: undefined, NotResource: arn }));
    expect(message).toContain(`on everything except ${arn}. Name the resources instead.`);
  });

  it.each([
    ['names actions and resources', {}],
    ['denies everything', { Effect: 'Deny', Action: '*', Resource: '*' }],
    ['has wildcards after Describe and List', { Action: ['dynamodb:Describe*', 'dynamodb:ListTagsOf*'] }],
    ['allows an action without resource-level permissions', { Action: 'ecr:GetAuthorizationToken', Resource: '*' }],
    [
      'allows an action without resource-level permissions in lower case',
      { Action: 'ec2:describevpcs', Resource: '*' },
    ],
    ['allows an action on everything in a bucket or log group', { Resource: ['arn:aws:s3:::files/*', `${arn}:*`] }],
    [
      'allows an action on all resources with a name prefix',
      { Resource: ['arn:aws:dynamodb:*:*:table/app-*', 'arn:aws:sns:*:*:app-*'] },
    ],
    [
      'allows an action on autoscaling groups with a name prefix and any id',
      { Resource: 'arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/app-*' },
    ],
    [
      'allows an action on all tables with a tag',
      { Resource: 'arn:aws:dynamodb:*:*:table/*', Condition: { StringEquals: { 'aws:ResourceTag/Project': 'app' } } },
    ],
    [
      'allows describing all tables and listing their tags',
      { Action: ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'], Resource: 'arn:aws:dynamodb:*:*:table/*' },
    ],
    ['contains an IAM policy variable', { Resource: `arn:aws:s3:::files/$\${aws:username}/*` }],
  ])('is accepted if it %s', (_title, statement) => {
    expect(inRolePolicy(document(statement))).toEqual([]);
  });

  it('is checked completely even if an expression in the policy contains quotes', () => {
    const named = document({ Resource: 'NAME' }).replace('NAME', `\${join("/", [aws_s3_bucket.files.arn, "*"])}`);
    expect(inRolePolicy(named)).toEqual([]);
    expect(inRolePolicy(named.replace('dynamodb:GetItem', '*'))).toHaveLength(1);
  });

  it('is checked in every statement, even if the JSON contains expressions and white space', () => {
    const expression = `\${join("/", [for name in values({ a = "b" }) : name], ["c"])}`;
    const allowed = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn };
    const statements = [allowed, { ...allowed, Resource: 'NAME' }, { ...allowed, Action: '*' }];
    const text = JSON.stringify({ Statement: statements }, null, 2).replace('NAME', expression);
    expect(inRolePolicy(` \n${text}`)).toContainEqual(
      expect.stringMatching(/^dev\/grant: This policy allows \*\. Name the actions/),
    );
  });

  it('is recognized by its statements, so other JSON may contain any expression', () => {
    const content = JSON.stringify({ version: `\${var.version}` });
    expect(violations((stack) => new OrganizationsPolicy(stack, 'grant', { name: 'a', content }))).toEqual([]);
  });

  it('may deny everything in a data source', () => {
    const statement = [{ effect: 'Deny', actions: ['*'], resources: ['*'] }];
    expect(violations((stack) => new DataAwsIamPolicyDocument(stack, 'grant', { statement }))).toEqual([]);
  });
});

const everything = document({ Action: '*' });

describe('Statement with a wildcard as its action', () => {
  it.each<[string, (stack: EmptyStack) => unknown]>([
    ['a managed policy', (stack) => new IamPolicy(stack, 'grant', { policy: everything })],
    ['the policy of a topic', (stack) => new SnsTopicPolicy(stack, 'grant', { arn, policy: everything })],
    ['a trust policy', (stack) => new IamRole(stack, 'grant', { assumeRolePolicy: document({ Action: 'sts:*' }) })],
    [
      'an inline policy of a role',
      (stack) =>
        new IamRole(stack, 'grant', {
          assumeRolePolicy: document({ Action: 'sts:AssumeRole' }),
          inlinePolicy: [{ name: 'all', policy: everything }],
        }),
    ],
    [
      'a data source',
      (stack) => new DataAwsIamPolicyDocument(stack, 'grant', { statement: [{ actions: ['*'], resources: [arn] }] }),
    ],
    [
      'an override',
      (stack) =>
        new IamRolePolicy(stack, 'grant', { role: 'app', policy: document({}) }).addOverride('policy', everything),
    ],
  ])('is rejected in %s', (_title, define) => {
    expect(violations(define)).toEqual([expect.stringMatching(/^dev\/grant: This policy allows (\*|sts:\*)\. /)]);
  });
});

describe('policy of a KMS key', () => {
  it('may use the resource *, because * means the key itself', () => {
    expect(violations((stack) => new KmsKey(stack, 'key', { policy: document({ Resource: '*' }) }))).toEqual([]);
  });
});

describe('IAM policy with an expression', () => {
  const emptySource = (stack: EmptyStack) => new DataAwsIamPolicyDocument(stack, 'source', { statement: [] });
  const unreadable =
    /^dev\/grant: The policy contains an expression .* Write the policy with policyDocument or allowPolicy/;

  it.each<[string, (stack: EmptyStack) => string]>([
    ['a variable', (stack) => new TerraformVariable(stack, 'policy', {}).stringValue],
    ['the ARN of a policy', () => `\${aws_iam_policy.deploy.arn}`],
    ['a data source followed by text', (stack) => `${emptySource(stack).json}x`],
    ['a data source preceded by text', (stack) => `x${emptySource(stack).json}`],
    ['a call of jsonencode', () => Fn.jsonencode({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })],
  ])('is rejected if the whole policy is %s', (_title, policy) => {
    const found = violations((stack) => new IamRolePolicy(stack, 'grant', { role: 'app', policy: policy(stack) }));
    expect(found).toEqual([expect.stringMatching(unreadable)]);
  });

  it.each([
    ['an action', { Action: `\${"iam:*"}` }],
    ['an action in a local value', { Action: `\${local.a}` }],
    ['a resource', { Resource: `\${"*"}` }],
    ['a resource in a variable', { Resource: `\${var.arn}` }],
    ['the end of a resource', { Resource: `arn:aws:s3:::\${var.bucket}` }],
    ['a resource in a tag', { Resource: `\${aws_vpc.network.tags.name}` }],
    ['a conditional expression', { Resource: `\${true ? "*" : aws_s3_bucket.files.arn}` }],
    ['a template directive', { Resource: '%{if true}*%{endif}' }],
    ['a principal', { Principal: { AWS: `\${var.who}` } }],
  ])('is rejected if the expression is %s', (_title, statement) => {
    expect(inRolePolicy(document(statement))).toContainEqual(expect.stringMatching(unreadable));
  });

  it.each<[string, string, (stack: EmptyStack) => unknown]>([
    [
      'a template directive around the policy',
      'policy',
      (stack) => new IamRolePolicy(stack, 'grant', { role: 'app', policy: '%{if true}{}%{endif}' }),
    ],
    [
      'the inline policy of a permission set',
      'inline_policy',
      (stack) =>
        new SsoadminPermissionSetInlinePolicy(stack, 'grant', {
          instanceArn: 'arn:aws:sso:::instance/a',
          permissionSetArn: 'arn:aws:sso:::permissionSet/a/b',
          inlinePolicy: `\${var.policy}`,
        }),
    ],
    [
      'a source policy document of a data source',
      'source_policy_documents',
      (stack) => new DataAwsIamPolicyDocument(stack, 'grant', { sourcePolicyDocuments: [`\${var.policy}`] }),
    ],
    [
      'an override policy document of a data source',
      'override_policy_documents',
      (stack) => new DataAwsIamPolicyDocument(stack, 'grant', { overridePolicyDocuments: [`\${var.policy}`] }),
    ],
    [
      'a resource in a data source',
      'resources',
      (stack) =>
        new DataAwsIamPolicyDocument(stack, 'grant', {
          statement: [{ actions: ['s3:GetObject'], resources: [`\${var.arn}`] }],
        }),
    ],
    [
      'a resource of a policy in the argument `content`',
      'content',
      (stack) => new OrganizationsPolicy(stack, 'grant', { name: 'a', content: document({ Resource: `\${var.arn}` }) }),
    ],
    [
      'a dynamic statement of a data source',
      'dynamic',
      (stack) =>
        new DataAwsIamPolicyDocument(stack, 'grant').addOverride('dynamic.statement', {
          for_each: [1],
          content: { actions: ['*'], resources: ['*'] },
        }),
    ],
  ])('is rejected if the expression is %s', (_title, argument, define) => {
    expect(violations(define)).toEqual([expect.stringMatching(`^dev/grant: The ${argument} contains an expression`)]);
  });

  it('is rejected if the expression is the list of actions of a data source', () => {
    const source = (stack: EmptyStack) => new DataAwsIamPolicyDocument(stack, 'grant', { statement: [{}] });
    const found = violations((stack) => source(stack).addOverride('statement.0.actions', `\${var.actions}`));
    expect(found).toContainEqual(expect.stringMatching(/^dev\/grant: This policy allows \$\{var\.actions\}\./));
  });

  it('is not confused with an argument that is not an IAM policy, such as deletion_policy', () => {
    const found = violations((stack) =>
      new TerraformResource(stack, 'grant', { terraformResourceType: 'aws_any' }).addOverride(
        'deletion_policy',
        `\${var.policy}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it('is accepted if the whole policy is a data source of the stack', () => {
    const found = violations((stack) => {
      const statement = [{ actions: ['dynamodb:GetItem'], resources: [arn] }];
      const { json } = new DataAwsIamPolicyDocument(stack, 'source', { statement });
      new IamRolePolicy(stack, 'grant', { role: 'app', policy: json });
    });
    expect(found).toEqual([]);
  });
});
