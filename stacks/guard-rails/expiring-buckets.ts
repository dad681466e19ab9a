import { bucketRule, holdsLogs, rulesForAllObjects } from './buckets';
import { type Attributes, blocksIn } from './configuration';

/** Buckets of logs do not keep them for ever. */
export const expiringBuckets = bucketRule((bucket, companions) => {
  if (!holdsLogs(bucket) || rulesForAllObjects(companions).some(hasEnd)) return undefined;
  return 'This bucket keeps logs for ever. Add an S3BucketLifecycleConfiguration with an enabled rule for the whole bucket and the days of its expiration.';
});

function hasEnd(rule: Attributes): boolean {
  return blocksIn(rule, 'expiration').some(({ days, date }) => (days ?? date ?? 0) !== 0);
}
