import { isFalse } from './attributes';
import { bucketRule } from './buckets';
import { type PolicyStatement, readPolicy } from './policy-documents';

/** Requires that each bucket has a policy that denies all requests without TLS. */
export const tlsBuckets = bucketRule((_bucket, related, configuration) => {
  const statements = related('aws_s3_bucket_policy').flatMap(
    ({ attributes }) => readPolicy(attributes.policy, configuration) ?? [],
  );
  return statements.some(refusesPlainHttp)
    ? undefined
    : 'This bucket accepts plain HTTP. Add an S3BucketPolicy that denies s3:* to everyone on the bucket and its objects if aws:SecureTransport is false.';
});

function refusesPlainHttp({ effect, isPublic, actions, resources, conditions }: PolicyStatement): boolean {
  const [condition, ...others] = conditions;
  return (
    effect === 'Deny' &&
    isPublic &&
    actions.some((action) => ['*', 's3:*'].includes(action)) &&
    (resources.includes('*') || resources.some((arn) => resources.includes(`${arn}/*`))) &&
    condition?.test === 'Bool' &&
    condition.key.toLowerCase() === 'aws:securetransport' &&
    [condition.values].flat().every((value) => value !== undefined && value !== null && isFalse(value)) &&
    others.length === 0
  );
}
