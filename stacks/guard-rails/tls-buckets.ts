import { bucketRule } from './buckets';
import { isFalse } from './configuration';
import { readPolicy, type Statement } from './policy-documents';

/** Buckets are reached by TLS alone: their policy refuses everybody everything without it. */
export const tlsBuckets = bucketRule((_bucket, companions, configuration) => {
  const statements = companions('aws_s3_bucket_policy').flatMap(
    ({ attributes }) => readPolicy(attributes.policy, configuration) ?? [],
  );
  return statements.some(refusesPlainHttp)
    ? undefined
    : 'This bucket answers plain HTTP. Add an S3BucketPolicy with a statement that denies everybody s3:* on the bucket and on its objects where aws:SecureTransport is false.';
});

function refusesPlainHttp({ effect, isForEverybody, actions, resources, conditions }: Statement): boolean {
  const [condition, ...others] = conditions;
  return (
    effect === 'Deny' &&
    isForEverybody &&
    actions.some((action) => ['*', 's3:*'].includes(action)) &&
    (resources.includes('*') || resources.some((arn) => resources.includes(`${arn}/*`))) &&
    condition?.test === 'Bool' &&
    condition.key.toLowerCase() === 'aws:securetransport' &&
    [condition.values].flat().every((value) => value !== undefined && value !== null && isFalse(value)) &&
    others.length === 0
  );
}
