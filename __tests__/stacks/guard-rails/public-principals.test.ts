import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointPolicy } from '@cdktf/provider-aws/lib/vpc-endpoint-policy';
import { policyDocument, type Statement } from '../../../stacks/iam/policy';
import { violations } from '../../support/stacks/violations';

describe('Principals of an IAM policy', () => {
  const trust = (statement: object) =>
    violations(
      (stack) =>
        new IamRole(stack, 'grant', {
          assumeRolePolicy: policyDocument([{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement } as Statement]),
        }),
    );
  const rejected = [
    expect.stringMatching(/^dev\/grant: This policy allows sts:AssumeRole to everyone\. Name the princi/),
  ];

  it.each<[object]>([
    [{ Principal: '*' }],
    [{ Principal: { AWS: '*' } }],
    [{ Principal: { AWS: ['arn:aws:iam::123456789012:root', '*'] } }],
    [{ NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    ...['*', '**', ['o-1', '*'], '?'].map((organization): [object] => [
      { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': organization } } },
    ]),
    ...[
      { Bool: { 'aws:SecureTransport': 'true' } },
      { StringEquals: { 'aws:PrincipalTag/Team': 'ops' } },
      { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } },
      { StringLike: { 'aws:PrincipalOrgID': 'o-*' } },
      { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
      { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } },
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader' } },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:*' } },
    ].map((Condition): [object] => [{ Principal: '*', Condition }]),
  ])('must not be everyone in a trust policy: %j', (statement) => {
    expect(trust(statement)).toEqual(rejected);
  });

  it.each(['AWS', '*'])('must not be everyone in a data source, with the type %s', (type) => {
    const principals = ['*', 'arn:aws:iam::123456789012:root'].map((name) => ({ type, identifiers: [name] }));
    const statement = [{ actions: ['sts:AssumeRole'], principals }];
    expect(violations((stack) => new DataAwsIamPolicyDocument(stack, 'grant', { statement }))).toEqual(rejected);
  });

  const inSource = (statement: DataAwsIamPolicyDocumentStatement) =>
    violations(
      (stack) =>
        new DataAwsIamPolicyDocument(stack, 'grant', { statement: [{ actions: ['sts:AssumeRole'], ...statement }] }),
    );
  const root = { type: 'AWS', identifiers: ['arn:aws:iam::123456789012:root'] };
  const all = { type: '*', identifiers: ['*'] };
  const ofOrganization = (value: string) => [{ test: 'StringLike', variable: 'aws:PrincipalOrgID', values: [value] }];

  it.each([[{ notPrincipals: [root] }], [{ principals: [all], condition: ofOrganization('*') }]])(
    'must not be everyone in a data source: %j',
    (statement) => {
      expect(inSource(statement)).toEqual(rejected);
    },
  );

  it.each([
    [{ principals: [root] }],
    [{ effect: 'Deny', notPrincipals: [root] }],
    [{ effect: 'Deny', principals: [all] }],
    [{ principals: [all], condition: ofOrganization('o-1') }],
  ])('are accepted in a data source: %j', (statement) => {
    expect(inSource(statement)).toEqual([]);
  });

  it.each([
    [{ Principal: { Service: 'ecs-tasks.amazonaws.com' } }],
    [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    [
      {
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' }, IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      },
    ],
    ...[
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::eight-digit-files' } },
    ].map((Condition): [object] => [{ Principal: '*', Condition }]),
    [{ Effect: 'Deny', Principal: '*' }],
  ])('are accepted in a trust policy: %j', (statement) => {
    expect(trust(statement)).toEqual([]);
  });

  it('may be everyone in the policy of a VPC endpoint, because such a policy grants nothing', () => {
    const everyone = { Effect: 'Allow', Action: 'dynamodb:GetItem', Principal: '*' } as const;
    const policy = policyDocument([{ ...everyone, Resource: `\${aws_dynamodb_table.entries.arn}` }]);
    const found = violations((stack) => {
      new VpcEndpoint(stack, 'endpoint', { vpcId: 'vpc-1', policy });
      new VpcEndpointPolicy(stack, 'policy', { vpcEndpointId: 'vpce-1', policy });
    });
    expect(found).toEqual([]);
  });
});
