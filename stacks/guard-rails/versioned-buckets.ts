import { blocksIn } from './attributes';
import { bucketRule, holdsLogs } from './buckets';

/** Requires that buckets of data are versioned, so that overwritten and deleted objects can be restored. */
export const versionedBuckets = bucketRule((bucket, related) => {
  const isVersioned = related('aws_s3_bucket_versioning')
    .flatMap(({ attributes }) => blocksIn(attributes, 'versioning_configuration'))
    .some(({ status }) => status === 'Enabled');
  return isVersioned || holdsLogs(bucket)
    ? undefined
    : 'This bucket loses overwritten data. Add an S3BucketVersioningA with the status Enabled. If the bucket contains logs, tag it with Holds: logs.';
});
