import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import type { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { TerraformElement } from 'cdktf';
import { Bucket } from '../../../stacks/storage/bucket';
import { elementAt, violations } from '../../support/stacks/violations';

/** Returns the guard rails that a `Bucket` violates after `change` to its child construct `part`. */
function bucketWith(holds: 'data' | 'logs', part: string, change: (element: TerraformElement) => void) {
  return violations((stack) => {
    new Bucket(stack, 'files', { name: 'files', holds, days: 7, removal: 'destroy' });
    change(elementAt(stack, 'files', part));
  });
}

const ofAnyone = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`\${aws_s3_bucket.files.arn}`, `\${aws_s3_bucket.files.arn}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const policy = (statement: object) => JSON.stringify({ Statement: [{ ...ofAnyone, ...statement }] });

describe('S3 bucket', () => {
  it.each(['data', 'logs'] as const)('breaks no rule if it is a Bucket for %s', (holds) => {
    expect(bucketWith(holds, 'bucket', () => undefined)).toEqual([]);
  });

  it('breaks every rule if it is an S3Bucket without other resources', () => {
    const found = violations((stack) => new S3Bucket(stack, 'files', { bucket: 'files' }));
    expect(found).toEqual([
      expect.stringMatching(/^dev\/files: This bucket does not declare its encryption\. Add an S3BucketServerSide/),
      expect.stringMatching(/^dev\/files: This bucket can be made public\. Add an S3BucketPublicAccessBlock/),
      expect.stringMatching(/^dev\/files: This bucket accepts plain HTTP\. Add an S3BucketPolicy/),
      expect.stringMatching(
        /^dev\/files: This bucket keeps the parts of incomplete uploads\. Add an S3BucketLifecycleConfiguration/,
      ),
      expect.stringMatching(/^dev\/files: This bucket loses overwritten data\. Add an S3BucketVersioningA/),
    ]);
  });

  it.each([
    ['public-access-block', 'block_public_acls', false, 'can be made public'],
    ['public-access-block', 'block_public_policy', false, 'can be made public'],
    ['public-access-block', 'ignore_public_acls', null, 'can be made public'],
    ['public-access-block', 'restrict_public_buckets', `\${var.open}`, 'can be made public'],
    ['public-access-block', 'bucket', 'another', 'can be made public'],
    ['server-side-encryption-configuration', 'bucket', 'another', 'does not declare its encryption'],
    ...['', null].map((algorithm): [string, string, unknown, string] => [
      'server-side-encryption-configuration',
      'rule.0.apply_server_side_encryption_by_default.sse_algorithm',
      algorithm,
      'does not declare its encryption',
    ]),
    ['versioning', 'versioning_configuration', { status: 'Suspended' }, 'loses overwritten data'],
    ['versioning', 'count', 0, 'loses overwritten data'],
    ['public-access-block', 'for_each', [], 'can be made public'],
  ])('breaks a rule if its %s has %s = %j: the bucket %s', (part, argument, value, message) => {
    const found = bucketWith('data', part, (element) => element.addOverride(argument, value));
    expect(found).toEqual([expect.stringMatching(new RegExp(`^dev/files/bucket: .*${message}`))]);
  });

  const withPolicy = (statement: object) =>
    bucketWith('data', 'policy', (element) => element.addOverride('policy', policy(statement)));
  const acceptsPlainHttp = expect.stringMatching(/^dev\/files\/bucket: .*accepts plain HTTP/);

  it.each([
    [
      'allows an account to read',
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 's3:GetObject' },
    ],
    ['denies plain HTTP only to an AWS service', { Principal: { Service: 'ecs.amazonaws.com' } }],
    [
      'denies plain HTTP to everyone except an account',
      { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } },
    ],
    ['denies plain HTTP only for one action', { Action: 's3:GetObject' }],
    ['denies plain HTTP only for the bucket, not for its objects', { Resource: `\${aws_s3_bucket.files.arn}` }],
    ['denies HTTPS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['has no condition', { Condition: undefined }],
    ['has null in its condition', { Condition: { Bool: { 'aws:SecureTransport': null } } }],
    ['denies plain HTTP and HTTPS', { Condition: { Bool: { 'aws:SecureTransport': ['false', 'true'] } } }],
    ['has another condition key', { Condition: { Bool: { 'aws:ViaAWSService': 'false' } } }],
    ['has another condition operator', { Condition: { StringEquals: { 'aws:SecureTransport': 'false' } } }],
    [
      'denies plain HTTP only to one team',
      { Condition: { ...ofAnyone.Condition, StringEquals: { 'aws:PrincipalTag/team': 'other' } } },
    ],
  ])('breaks a rule if the statement of its policy %s: the bucket accepts plain HTTP', (_what, statement) => {
    expect(withPolicy(statement)).toEqual([acceptsPlainHttp]);
  });

  it.each([
    [{ Principal: { AWS: ['*'] } }],
    [{ Condition: { Bool: { 'aws:SecureTransport': [false] } } }],
    [{ Action: ['s3:*'], Resource: '*' }],
    [{ Action: '*' }],
    [{ Action: ['s3:GetObject', 's3:*'] }],
    [{ Condition: { Bool: { 'AWS:SecureTransport': 'false' } } }],
  ])('breaks no rule if the statement that denies plain HTTP contains %j', (statement) => {
    expect(withPolicy(statement)).toEqual([]);
  });

  it('must not have a policy that allows everything', () => {
    expect(withPolicy({ Effect: 'Allow' })).toContainEqual(acceptsPlainHttp);
  });
});

describe('bucket policy from a data source', () => {
  const refusal = {
    effect: 'Deny',
    actions: ['s3:*'],
    resources: ['*'],
    principals: [{ type: '*', identifiers: ['*'] }],
    condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
  };
  const bySource = (more: Partial<DataAwsIamPolicyDocumentStatement>) =>
    bucketWith('data', 'policy', (element) => {
      const statement = [{ ...refusal, ...more }];
      const { json } = new DataAwsIamPolicyDocument(element.cdktfStack, 'source', { statement });
      element.addOverride('policy', json);
    });

  it('is accepted if it denies plain HTTP', () => {
    expect(bySource({})).toEqual([]);
  });

  const conditionWith = (change: object) => ({
    condition: [{ ...refusal.condition[0], ...change }] as typeof refusal.condition,
  });
  it.each<[string, Partial<DataAwsIamPolicyDocumentStatement>]>([
    [
      'exempts an account',
      { principals: undefined, notPrincipals: [{ type: 'AWS', identifiers: ['arn:aws:iam::123456789012:root'] }] },
    ],
    ['has another condition key', conditionWith({ variable: 'aws:ViaAWSService' })],
    ['has another condition operator', conditionWith({ test: 'StringEquals' })],
    ['denies HTTPS', conditionWith({ values: ['true'] })],
    ['has no condition', { condition: undefined }],
  ])('is rejected if its statement %s', (_what, more) => {
    expect(bySource(more)).toEqual([expect.stringContaining('accepts plain HTTP')]);
  });
});

describe('settings of a bucket', () => {
  it.each(['bucket', 'id'])('are found in a resource that refers to the bucket by its attribute %s', (attribute) => {
    const name = `\${aws_s3_bucket.files.${attribute}}`;
    expect(bucketWith('data', 'public-access-block', (element) => element.addOverride('bucket', name))).toEqual([]);
  });

  it('are not found in a dynamic block, because the block may expand to nothing', () => {
    const dynamic = { versioning_configuration: { for_each: [], content: { status: 'Enabled' } } };
    const found = bucketWith('data', 'versioning', (element) => {
      element.addOverride('versioning_configuration', undefined);
      element.addOverride('dynamic', dynamic);
    });
    expect(found).toEqual([expect.stringContaining('loses overwritten data')]);
  });
});

const rule = {
  id: 'expire',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  expiration: [{ days: 7 }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
};

function lifecycleWith(holds: 'data' | 'logs', more: object) {
  return bucketWith(holds, 'lifecycle-configuration', (element) =>
    (element as S3BucketLifecycleConfiguration).putRule([{ ...rule, ...more }]),
  );
}
const keepsLogs = expect.stringMatching(/^dev\/files\/bucket: This bucket keeps logs forever\. Add an S3/);
const keepsParts = expect.stringMatching(/^dev\/files\/bucket: This bucket keeps the parts of incomplete uploads/);

describe('bucket with a changed lifecycle rule', () => {
  it.each([
    ['expires no objects', { expiration: undefined }, [keepsLogs]],
    [
      'expires only old versions',
      { expiration: undefined, noncurrentVersionExpiration: [{ noncurrentDays: 7 }] },
      [keepsLogs],
    ],
    ['is disabled', { status: 'Disabled' }, [keepsLogs, keepsParts]],
    ['applies only to a prefix', { filter: [{ prefix: 'AWSLogs/' }] }, [keepsLogs, keepsParts]],
    ['expires objects after zero days', { expiration: [{ days: 0 }] }, [keepsLogs]],
    ['keeps incomplete uploads', { abortIncompleteMultipartUpload: undefined }, [keepsParts]],
  ])('for logs, is rejected if the rule %s', (_what, more, problems) => {
    expect(lifecycleWith('logs', more)).toEqual(problems);
  });

  it.each([
    ['keeps incomplete uploads', { abortIncompleteMultipartUpload: undefined }],
    ['aborts incomplete uploads after zero days', { abortIncompleteMultipartUpload: [{ daysAfterInitiation: 0 }] }],
    ['aborts incomplete uploads after an unknown time', { abortIncompleteMultipartUpload: [{}] }],
    ['is disabled', { status: 'Disabled' }],
    ['applies only to a prefix', { filter: [{ prefix: 'pending/' }] }],
    ['applies only to large objects', { filter: [{ prefix: '', objectSizeGreaterThan: 5 }] }],
  ])('for data, is rejected if the rule %s', (_what, more) => {
    expect(lifecycleWith('data', more)).toEqual([keepsParts]);
  });
});
