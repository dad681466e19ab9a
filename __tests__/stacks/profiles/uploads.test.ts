import { threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(threeTiers);
const rules = resource(stack, 'aws_s3_bucket_lifecycle_configuration.profiles_uploads').rule as {
  readonly id: string;
  readonly filter: readonly object[];
  readonly expiration: readonly object[];
}[];

it('is a bucket whose old versions stay for a month', () => {
  expect(resource(stack, 'aws_s3_bucket_versioning.profiles_uploads').versioning_configuration).toEqual({
    status: 'Enabled',
  });
  expect(rules[0]).toMatchObject({
    filter: [{ prefix: '' }],
    noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
  });
});

it('leaves nothing of a deleted file once its old versions are gone, and expires none by itself', () => {
  // S3 takes no days beside it.
  expect(rules[0]?.expiration).toEqual([{ expired_object_delete_marker: true }]);
});

it('expires after a day what was only on its way', () => {
  expect(rules[1]).toMatchObject({
    filter: [{ prefix: 'pending/' }],
    expiration: [{ days: 1 }],
    noncurrent_version_expiration: [{ noncurrent_days: 1 }],
  });
});

it('takes nothing from browsers of other sites', () => {
  expect(stack.resource).not.toHaveProperty('aws_s3_bucket_cors_configuration');
});

it('has a table with a point in time to go back to', () => {
  expect(resource(stack, 'aws_dynamodb_table.profiles_uploads')).toMatchObject({
    name: 'eight-digit-prod-uploads',
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'fileId',
    attribute: [{ name: 'fileId', type: 'S' }],
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true },
  });
});

it.each([
  ['destroy', false],
  ['protect', true],
] as const)('with removal %s, whether bucket and table are protected: %s', (removal, isProtected) => {
  const { resource: resources } = synthesized({ ...threeTiers, removal });
  expect(resources.aws_s3_bucket?.profiles_uploads?.force_destroy).toBe(!isProtected);
  expect(resources.aws_dynamodb_table?.profiles_uploads?.deletion_protection_enabled).toBe(isProtected);
});

it('is open to the app for what it does, and for nothing else', () => {
  const { policy } = resource(stack, 'aws_iam_role_policy.app_task_uploads');
  const bucket = reference('aws_s3_bucket.profiles_uploads.arn');
  expect(JSON.parse(String(policy)).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: [`${bucket}/pending/*`, `${bucket}/files/*`],
    },
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [bucket] },
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: [reference('aws_dynamodb_table.profiles_uploads.arn')],
    },
  ]);
});
