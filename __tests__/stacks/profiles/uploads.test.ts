import { threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(threeTiers);
const rules = resource(stack, 'aws_s3_bucket_lifecycle_configuration.profiles_uploads').rule as {
  readonly id: string;
  readonly filter: readonly object[];
  readonly expiration: readonly object[];
}[];

describe('Uploads', () => {
  it('keep old versions of files for 30 days', () => {
    expect(resource(stack, 'aws_s3_bucket_versioning.profiles_uploads').versioning_configuration).toEqual({
      status: 'Enabled',
    });
    expect(rules[0]).toMatchObject({
      filter: [{ prefix: '' }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
    });
  });

  it('keep no trace of a deleted file after its old versions expire, and never expire a current file', () => {
    // The rule has no `days`, because S3 rejects `days` together with `expired_object_delete_marker`.
    expect(rules[0]?.expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  it('delete pending files after a day', () => {
    expect(rules[1]).toMatchObject({
      filter: [{ prefix: 'pending/' }],
      expiration: [{ days: 1 }],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    });
  });

  it('allow no cross-origin requests', () => {
    expect(stack.resource).not.toHaveProperty('aws_s3_bucket_cors_configuration');
  });

  it('have a DynamoDB table with point-in-time recovery', () => {
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
  ] as const)('with removal %s, set deletion protection to %s', (removal, isProtected) => {
    const { resource: resources } = synthesized({ ...threeTiers, removal });
    expect(resources.aws_s3_bucket?.profiles_uploads?.force_destroy).toBe(!isProtected);
    expect(resources.aws_dynamodb_table?.profiles_uploads?.deletion_protection_enabled).toBe(isProtected);
  });

  it('allow the app only the actions that it uses on the bucket and the table', () => {
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
});
