import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Fn, TerraformVariable } from 'cdktf';
import { policyDocument, type Statement } from '../../../stacks/policy';
import { type EmptyStack, violations } from '../../support/violations';

const arn = `\${aws_dynamodb_table.entries.arn}`;
const document = (statement: object) =>
  policyDocument([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: arn, ...statement } as Statement]);
const inRolePolicy = (policy: string) =>
  violations((stack) => new IamRolePolicy(stack, 'grant', { role: 'app', policy }));

it.each([
  ['*', {}],
  ['dynamodb:*', {}],
  ['dynamodb:**', {}],
  ['*:*', {}],
  ['everything but iam:CreateUser', { Action: undefined, NotAction: 'iam:CreateUser' }],
])('a policy that allows %s is refused', (action, more) => {
  const message =
    /^dev\/grant: This policy allows (.*)\. Name the actions that are needed, for example s3:GetObject\.$/;
  const [, allowed] =
    message.exec(inRolePolicy(document({ Action: ['ecs:ListTasks', action], ...more }))[0] ?? '') ?? [];
  expect(allowed).toBe(action);
});

it.each(['*', '**', 'arn:aws:dynamodb:*:*:*', 'arn:aws:s3:::*', 'arn:*'])(
  'a policy that allows an action on %s is refused, where AWS takes narrower',
  (resource) => {
    expect(inRolePolicy(document({ Resource: [arn, resource] }))).toEqual([
      expect.stringMatching(/^dev\/grant: This policy allows dynamodb:GetItem on \S+\. Name the ARNs; /),
    ]);
  },
);

it('names only the actions that take a resource', () => {
  const [message] = inRolePolicy(
    document({ Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'], Resource: '*' }),
  );
  expect(message).toContain('allows ecr:BatchGetImage on *');
});

it('a policy that allows an action on everything but something is refused', () => {
  const [message] = inRolePolicy(document({ Resource: undefined, NotResource: arn }));
  expect(message).toContain(`on everything but ${arn}. Name the resources instead.`);
});

it.each([
  ['names actions and resources', {}],
  ['denies everything', { Effect: 'Deny', Action: '*', Resource: '*' }],
  ['allows some actions by the beginning of their names', { Action: 'dynamodb:Get*' }],
  ['allows an action that takes no resource', { Action: 'ecr:GetAuthorizationToken', Resource: '*' }],
  ['allows, in lower case, an action that takes no resource', { Action: 'ec2:describevpcs', Resource: '*' }],
  ['is about everything in one bucket or log group', { Resource: ['arn:aws:s3:::files/*', `${arn}:*`] }],
])('a policy that %s breaks no rule', (_title, statement) => {
  expect(inRolePolicy(document(statement))).toEqual([]);
});

it('a policy may have expressions with quotes in its names', () => {
  const named = document({ Resource: 'NAME' }).replace('NAME', `\${join("/", [aws_s3_bucket.files.arn, "*"])}`);
  expect(inRolePolicy(named)).toEqual([]);
  expect(inRolePolicy(named.replace('dynamodb:GetItem', '*'))).toHaveLength(1);
});

const everything = document({ Action: '*' });

it.each<[string, (stack: EmptyStack) => unknown]>([
  ['a managed policy', (stack) => new IamPolicy(stack, 'grant', { policy: everything })],
  ['the policy of a topic', (stack) => new SnsTopicPolicy(stack, 'grant', { arn, policy: everything })],
  ['a trust policy', (stack) => new IamRole(stack, 'grant', { assumeRolePolicy: document({ Action: 'sts:*' }) })],
  [
    'a policy in a block of a role',
    (stack) =>
      new IamRole(stack, 'grant', {
        assumeRolePolicy: document({ Action: 'sts:AssumeRole' }),
        inlinePolicy: [{ name: 'all', policy: everything }],
      }),
  ],
  [
    'a data source that makes a policy',
    (stack) => new DataAwsIamPolicyDocument(stack, 'grant', { statement: [{ actions: ['*'], resources: [arn] }] }),
  ],
  [
    'an override',
    (stack) =>
      new IamRolePolicy(stack, 'grant', { role: 'app', policy: document({}) }).addOverride('policy', everything),
  ],
])('reads %s', (_title, define) => {
  expect(violations(define)).toEqual([expect.stringMatching(/^dev\/grant: This policy allows (\*|sts:\*)\. /)]);
});

it.each(['AdministratorAccess', 'PowerUserAccess', 'AmazonS3FullAccess'])("AWS's own policy %s is refused", (name) => {
  const found = violations(
    (stack) =>
      new IamRolePolicyAttachment(stack, 'grant', { role: 'app', policyArn: `arn:aws:iam::aws:policy/${name}` }),
  );
  expect(found).toEqual([expect.stringContaining(`dev/grant: AWS's policy arn:aws:iam::aws:policy/${name} allows`)]);
});

it('in the policy of a key, the resource * is the key', () => {
  expect(violations((stack) => new KmsKey(stack, 'key', { policy: document({ Resource: '*' }) }))).toEqual([]);
});

describe('a policy that is an expression', () => {
  const readable = /^dev\/grant: Its policy is an expression .* Write it with policyDocument or allowPolicy/;

  it.each<[string, (stack: EmptyStack) => string]>([
    ['a variable', (stack) => new TerraformVariable(stack, 'policy', {}).stringValue],
    ['jsonencode', () => Fn.jsonencode({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })],
  ])('cannot be checked, and is refused: %s', (_title, policy) => {
    const found = violations((stack) => new IamRolePolicy(stack, 'grant', { role: 'app', policy: policy(stack) }));
    expect(found).toEqual([expect.stringMatching(readable)]);
  });

  it('is read where it leads to a data source of the stack', () => {
    const found = violations((stack) => {
      const statement = [{ actions: ['dynamodb:GetItem'], resources: [arn] }];
      const { json } = new DataAwsIamPolicyDocument(stack, 'source', { statement });
      new IamRolePolicy(stack, 'grant', { role: 'app', policy: json });
    });
    expect(found).toEqual([]);
  });
});
