import { blocksIn } from './attributes';
import { bucketRule } from './buckets';

/** Requires that every bucket declares its encryption. */
export const encryptedBuckets = bucketRule((_bucket, related) => {
  const algorithms = related('aws_s3_bucket_server_side_encryption_configuration')
    .flatMap(({ attributes }) => blocksIn(attributes, 'rule'))
    .flatMap((rule) => blocksIn(rule, 'apply_server_side_encryption_by_default'))
    .filter(({ sse_algorithm }) => typeof sse_algorithm === 'string' && sse_algorithm !== '');
  return algorithms.length > 0
    ? undefined
    : 'This bucket does not declare its encryption. Add an S3BucketServerSideEncryptionConfigurationA with an sseAlgorithm.';
});
