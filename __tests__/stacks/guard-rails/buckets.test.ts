import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import type { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { TerraformElement } from 'cdktf';
import { Bucket } from '../../../stacks/storage/bucket';
import { elementAt, violations } from '../../support/stacks/violations';

/** The violations of the guard rails by a `Bucket` after a change to one of its parts. */
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
  it.each(['data', 'logs'] as const)('of the class Bucket, for %s, breaks no rule', (holds) => {
    expect(bucketWith(holds, 'bucket', () => undefined)).toEqual([]);
  });

  it('of the class S3Bucket, without other resources, breaks every rule', () => {
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
    [
      'policy',
      'policy',
      policy({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 's3:GetObject' }),
      'accepts plain HTTP',
    ],
    ['policy', 'policy', policy({ Principal: { Service: 'ecs.amazonaws.com' } }), 'accepts plain HTTP'],
    [
      'policy',
      'policy',
      policy({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } }),
      'accepts plain HTTP',
    ],
    ['policy', 'policy', policy({ Action: 's3:GetObject' }), 'accepts plain HTTP'],
    ['policy', 'policy', policy({ Resource: `\${aws_s3_bucket.files.arn}` }), 'accepts plain HTTP'],
    ['policy', 'policy', policy({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), 'accepts plain HTTP'],
    ...[
      undefined,
      { Bool: { 'aws:SecureTransport': null } },
      { Bool: { 'aws:SecureTransport': ['false', 'true'] } },
      { Bool: { 'aws:ViaAWSService': 'false' } },
      { StringEquals: { 'aws:SecureTransport': 'false' } },
    ].map((Condition): [string, string, unknown, string] => [
      'policy',
      'policy',
      policy({ Condition }),
      'accepts plain HTTP',
    ]),
    [
      'policy',
      'policy',
      policy({ Condition: { ...ofAnyone.Condition, StringEquals: { 'aws:PrincipalTag/team': 'other' } } }),
      'accepts plain HTTP',
    ],
  ])('breaks a rule if its %s has %s = %j: the bucket %s', (part, argument, value, message) => {
    const found = bucketWith('data', part, (element) => element.addOverride(argument, value));
    expect(found).toEqual([expect.stringMatching(new RegExp(`^dev/files/bucket: .*${message}`))]);
  });

  it.each([
    [{ Principal: { AWS: ['*'] } }],
    [{ Condition: { Bool: { 'aws:SecureTransport': [false] } } }],
    [{ Action: ['s3:*'], Resource: '*' }],
    [{ Action: '*' }],
    [{ Action: ['s3:GetObject', 's3:*'] }],
    [{ Condition: { Bool: { 'AWS:SecureTransport': 'false' } } }],
  ])('may have a policy that denies plain HTTP with %j', (statement) => {
    expect(bucketWith('data', 'policy', (element) => element.addOverride('policy', policy(statement)))).toEqual([]);
  });

  it('must not have a policy that allows everything', () => {
    const allowing = policy({ Effect: 'Allow' });
    expect(bucketWith('data', 'policy', (element) => element.addOverride('policy', allowing))).toContainEqual(
      expect.stringContaining('accepts plain HTTP'),
    );
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

  it.each<Partial<DataAwsIamPolicyDocumentStatement>>([
    { principals: undefined, notPrincipals: [{ type: 'AWS', identifiers: ['arn:aws:iam::123456789012:root'] }] },
    { condition: [{ ...refusal.condition[0], variable: 'aws:ViaAWSService' }] as typeof refusal.condition },
    { condition: [{ ...refusal.condition[0], test: 'StringEquals' }] as typeof refusal.condition },
    { condition: [{ ...refusal.condition[0], values: ['true'] }] as typeof refusal.condition },
    { condition: undefined },
  ])('is rejected if its statement has %j', (more) => {
    expect(bySource(more)).toEqual([expect.stringContaining('accepts plain HTTP')]);
  });
});

describe('settings of a bucket', () => {
  it.each(['bucket', 'id'])(
    'are recognized in a resource that refers to the attribute %s of the bucket',
    (attribute) => {
      const name = `\${aws_s3_bucket.files.${attribute}}`;
      expect(bucketWith('data', 'public-access-block', (element) => element.addOverride('bucket', name))).toEqual([]);
    },
  );

  it('are not recognized in a dynamic block, which may expand to nothing', () => {
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
    [{ expiration: undefined }, [keepsLogs]],
    [{ expiration: undefined, noncurrentVersionExpiration: [{ noncurrentDays: 7 }] }, [keepsLogs]],
    [{ status: 'Disabled' }, [keepsLogs, keepsParts]],
    [{ filter: [{ prefix: 'AWSLogs/' }] }, [keepsLogs, keepsParts]],
    [{ expiration: [{ days: 0 }] }, [keepsLogs]],
    [{ abortIncompleteMultipartUpload: undefined }, [keepsParts]],
  ])('for logs, is rejected with %j', (more, problems) => {
    expect(lifecycleWith('logs', more)).toEqual(problems);
  });

  it.each([
    [{ abortIncompleteMultipartUpload: undefined }],
    [{ abortIncompleteMultipartUpload: [{ daysAfterInitiation: 0 }] }],
    [{ abortIncompleteMultipartUpload: [{}] }],
    [{ status: 'Disabled' }],
    [{ filter: [{ prefix: 'pending/' }] }],
    [{ filter: [{ prefix: '', objectSizeGreaterThan: 5 }] }],
  ])('for data, is rejected with %j, because the bucket keeps the parts of incomplete uploads', (more) => {
    expect(lifecycleWith('data', more)).toEqual([keepsParts]);
  });
});
