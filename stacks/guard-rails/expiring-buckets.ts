import { bucketRule, holdsLogs } from './buckets';
import { type Attributes, blocksIn } from './configuration';

/** Buckets of logs do not keep them for ever. */
export const expiringBuckets = bucketRule((bucket, companions) => {
  if (!holdsLogs(bucket)) return undefined;
  const expires = companions('aws_s3_bucket_lifecycle_configuration')
    .flatMap(({ attributes }) => blocksIn(attributes, 'rule'))
    .some((rule) => rule.status === 'Enabled' && coversEverything(rule) && hasEnd(rule));
  return expires
    ? undefined
    : 'This bucket keeps logs for ever. Add an S3BucketLifecycleConfiguration with an enabled rule for the whole bucket and the days of its expiration.';
});

function hasEnd(rule: Attributes): boolean {
  return blocksIn(rule, 'expiration').some(({ days, date }) => (days ?? date ?? 0) !== 0);
}

function coversEverything(rule: Attributes): boolean {
  return blocksIn(rule, 'filter').every((filter) =>
    Object.values(filter).every((value) => value === '' || value === null),
  );
}
