import { isTrue } from './attributes';
import { bucketRule } from './buckets';

const blockArguments = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

/** Requires that neither an ACL nor a bucket policy can make a bucket public. */
export const privateBuckets = bucketRule((_bucket, related) => {
  const blocks = related('aws_s3_bucket_public_access_block');
  return blocks.some(({ attributes }) => blockArguments.every((name) => isTrue(attributes[name])))
    ? undefined
    : 'This bucket can be made public. Add an S3BucketPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets, all true.';
});
