import { bucketRule, holdsLogs } from './buckets';
import { blocksIn } from './configuration';

/** Buckets of data keep what was overwritten or deleted. */
export const versionedBuckets = bucketRule((bucket, companions) => {
  const isVersioned = companions('aws_s3_bucket_versioning')
    .flatMap(({ attributes }) => blocksIn(attributes, 'versioning_configuration'))
    .some(({ status }) => status === 'Enabled');
  return isVersioned || holdsLogs(bucket)
    ? undefined
    : 'This bucket holds data, and what is overwritten in it is lost. Add an S3BucketVersioningA with the status Enabled; if it holds logs, tag it with Holds: logs.';
});
