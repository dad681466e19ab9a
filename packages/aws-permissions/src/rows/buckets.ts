import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';

/** The environment's buckets. */
export const buckets: Target = { resources: bucketArns };
const objects: Target = { resources: (owner) => bucketArns(owner).map((bucket) => `${bucket}/*`) };

/**
 * The maximum length of a bucket name, in characters.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const maxNameCharacters = 63;
const accountLength = 12;

/**
 * Returns a pattern for the ARNs of the environment's buckets, and the ARNs that it does not match. The names of buckets must be unique
 * across all accounts, so the names and the pattern end with the account and the region. If a name would be too long, a hash replaces this
 * end, so the pattern does not match the name.
 */
function bucketArns(owner: StackOwner): string[] {
  const { prefix, accountId, region } = owner;
  const [beginning, end] = [`${prefix}-`, `-${accountId}-${region}`];
  const canMatch = beginning.length + '*'.length + end.length - accountId.length + accountLength <= maxNameCharacters;
  // For previews, only the pattern is possible, because the hash in a name is different for each preview.
  const names = owner.isPattern ? [] : owner.names('aws_s3_bucket', 'bucket');
  const others = names.filter((name) => !canMatch || !name.startsWith(beginning) || !name.endsWith(end));
  return [...(canMatch ? [`${beginning}*${end}`] : []), ...others].map((name) => `arn:aws:s3:::${name}`);
}

/**
 * The rows for S3 buckets. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/s3
 */
export const bucketRows = {
  // With `force_destroy`, the provider empties a bucket before it deletes it.
  aws_s3_bucket: row('edge', {
    reads:
      's3: ListBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListTagsForResource',
    writes:
      's3: CreateBucket DeleteBucket PutBucketTagging TagResource UntagResource ListBucketVersions DeleteObject DeleteObjectVersion',
    on: buckets,
    others: { 's3: DeleteObject DeleteObjectVersion': objects },
  }),
  aws_s3_bucket_lifecycle_configuration: row('edge', {
    reads: 's3: GetLifecycleConfiguration',
    writes: 's3: PutLifecycleConfiguration',
    on: buckets,
  }),
  aws_s3_bucket_ownership_controls: row('edge', {
    reads: 's3: GetBucketOwnershipControls',
    writes: 's3: PutBucketOwnershipControls',
    on: buckets,
  }),
  aws_s3_bucket_policy: row('edge', {
    reads: 's3: GetBucketPolicy',
    writes: 's3: PutBucketPolicy DeleteBucketPolicy',
    on: buckets,
  }),
  aws_s3_bucket_public_access_block: row('edge', {
    reads: 's3: GetBucketPublicAccessBlock',
    writes: 's3: PutBucketPublicAccessBlock',
    on: buckets,
  }),
  aws_s3_bucket_server_side_encryption_configuration: row('edge', {
    reads: 's3: GetEncryptionConfiguration',
    writes: 's3: PutEncryptionConfiguration',
    on: buckets,
  }),
  aws_s3_bucket_versioning: row('edge', {
    reads: 's3: GetBucketVersioning',
    writes: 's3: PutBucketVersioning',
    on: buckets,
  }),
} as const;
