import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';

export interface RetentionProps {
  /** The kind of objects in the bucket. A bucket of `data` keeps old versions, so that overwritten and deleted objects can be restored. */
  readonly holds: 'data' | 'logs';
  /** The retention in days: of all objects in a bucket of `logs`, or of old versions in a bucket of `data`. */
  readonly days: number;
  /**
   * The key prefix of unfinished uploads. S3 deletes objects with this prefix at the first midnight (UTC) after they are 24 hours
   * old, and their old versions a day later.
   * @default none
   */
  readonly pendingPrefix?: string;
}

/** Defines how long a bucket keeps its objects and, in a bucket of `data`, their old versions. */
export function defineRetention(scope: Construct, bucket: S3Bucket, props: RetentionProps): void {
  const { holds, pendingPrefix } = props;
  const versioning =
    holds === 'data' &&
    new S3BucketVersioningA(scope, 'versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
  new S3BucketLifecycleConfiguration(scope, 'lifecycle-configuration', {
    bucket: bucket.id,
    rule: [expire(props), ...(pendingPrefix === undefined ? [] : [expirePending(pendingPrefix)])],
    dependsOn: versioning ? [versioning] : [],
  });
}

function expire({ holds, days }: RetentionProps): S3BucketLifecycleConfigurationRule {
  return {
    id: 'expire',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    // The parts of an incomplete multipart upload cost as much as objects, but do not appear in lists of objects.
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
    ...(holds === 'logs'
      ? { expiration: [{ days }] }
      : {
          noncurrentVersionExpiration: [{ noncurrentDays: days }],
          // This removes the delete markers of objects that have no versions left. `days` would also delete current objects.
          expiration: [{ expiredObjectDeleteMarker: true }],
        }),
  };
}

function expirePending(prefix: string): S3BucketLifecycleConfigurationRule {
  return {
    id: 'expire-pending',
    status: 'Enabled',
    filter: [{ prefix }],
    expiration: [{ days: 1 }],
    noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
  };
}
