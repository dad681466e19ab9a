import { type Attributes, blocksIn } from './attributes';
import { bucketRule, holdsLogs, rulesForAllObjects } from './buckets';

/** Requires that buckets of logs delete old objects. */
export const expiringBuckets = bucketRule((bucket, related) => {
  if (!holdsLogs(bucket) || rulesForAllObjects(related).some(hasExpiration)) return undefined;
  return 'This bucket keeps logs forever. Add an S3BucketLifecycleConfiguration with an enabled rule that covers the whole bucket and sets expiration days.';
});

function hasExpiration(rule: Attributes): boolean {
  return blocksIn(rule, 'expiration').some(({ days, date }) => (days ?? date ?? 0) !== 0);
}
