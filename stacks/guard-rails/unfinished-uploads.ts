import { bucketRule, rulesForAllObjects } from './buckets';
import { blocksIn } from './configuration';

/** Buckets delete the parts of uploads that were never completed. */
export const unfinishedUploads = bucketRule((_bucket, companions) => {
  const aborts = rulesForAllObjects(companions)
    .flatMap((rule) => blocksIn(rule, 'abort_incomplete_multipart_upload'))
    .some(({ days_after_initiation }) => typeof days_after_initiation === 'number' && days_after_initiation > 0);
  if (aborts) return undefined;
  return 'This bucket keeps the parts of uploads that were never completed. Add an S3BucketLifecycleConfiguration with an enabled rule for the whole bucket and abortIncompleteMultipartUpload.';
});
