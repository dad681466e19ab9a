import { bucketRule } from './buckets';
import { isTrue } from './configuration';

const ways = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

/** Buckets cannot be made public, neither by an object's own settings nor by a policy. */
export const privateBuckets = bucketRule((_bucket, companions) => {
  const blocks = companions('aws_s3_bucket_public_access_block');
  return blocks.some(({ attributes }) => ways.every((way) => isTrue(attributes[way])))
    ? undefined
    : 'This bucket can be made public. Add an S3BucketPublicAccessBlock with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets, all true.';
});
