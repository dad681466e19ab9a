import { bucketRule } from './buckets';
import { isFalse, stringsIn } from './configuration';
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

function refusesPlainHttp({ effect, principal, actions, resources, condition }: Statement): boolean {
  const [test, ...others] = Object.entries(condition);
  const [key, ...otherKeys] = Object.entries(test?.[1] ?? {});
  return (
    effect === 'Deny' &&
    isEverybody(principal) &&
    actions.some((action) => ['*', 's3:*'].includes(action)) &&
    (resources.includes('*') || resources.some((arn) => resources.includes(`${arn}/*`))) &&
    test?.[0] === 'Bool' &&
    key?.[0].toLowerCase() === 'aws:securetransport' &&
    [key[1]].flat().every((value) => value !== undefined && value !== null && isFalse(value)) &&
    others.length + otherKeys.length === 0
  );
}

function isEverybody(principal: unknown): boolean {
  return principal === '*' || stringsIn((principal as { AWS?: unknown } | undefined)?.AWS).includes('*');
}
