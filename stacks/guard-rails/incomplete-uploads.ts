import { blocksIn } from './attributes';
import { bucketRule, rulesForAllObjects } from './buckets';

/** Requires that buckets delete the parts of multipart uploads that were never completed. */
export const incompleteUploads = bucketRule((_bucket, related) => {
  const aborts = rulesForAllObjects(related)
    .flatMap((rule) => blocksIn(rule, 'abort_incomplete_multipart_upload'))
    .some(({ days_after_initiation }) => typeof days_after_initiation === 'number' && days_after_initiation > 0);
  if (aborts) return undefined;
  return 'This bucket keeps the parts of incomplete uploads. Add an S3BucketLifecycleConfiguration with an enabled rule that covers the whole bucket and sets abortIncompleteMultipartUpload.';
});
