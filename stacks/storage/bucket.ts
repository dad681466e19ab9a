import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyDocument, type Statement } from '../iam/policy';
import { lifecycleOf } from '../removal';

export interface BucketProps {
  /** Unique in the world; `bucketName` makes one. */
  readonly name: string;
  /** `data` is versioned, so that nothing that was overwritten or deleted is lost at once; `logs` are not. */
  readonly holds: 'data' | 'logs';
  /** Days that logs are kept, and data that was overwritten or deleted. */
  readonly days: number;
  /**
   * Begins the keys of data that is only on its way: S3 deletes it at the first midnight (UTC) that it has been there a day,
   * and what it keeps of that a day later.
   * @default none
   */
  readonly pendingPrefix?: string;
  /** `destroy` empties the bucket with itself; `protect` makes Terraform refuse, and AWS where it is not empty. */
  readonly removal: Environment['removal'];
  /**
   * Who besides this account's roles may do what, given the bucket's ARN.
   * @default nobody
   */
  readonly statements?: (arn: string) => readonly Statement[];
}

/** A private, encrypted bucket that is reached by TLS alone. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What writes to the bucket depends on it: without it AWS refuses the log deliveries that it allows. */
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, holds, days, pendingPrefix, removal, statements } = props;
    const bucket = new S3Bucket(this, 'bucket', {
      bucket: name,
      forceDestroy: removal === 'destroy',
      tags: { Holds: holds },
      lifecycle: lifecycleOf(removal),
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership-controls', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    // S3's own keys: load balancers can write to no bucket with others, and they cost nothing.
    new S3BucketServerSideEncryptionConfigurationA(this, 'server-side-encryption-configuration', {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([refusePlainHttp(bucket.arn), ...(statements?.(bucket.arn) ?? [])]),
      // S3 takes one change of a bucket's access at a time.
      dependsOn: [publicAccessBlock],
    });
    const versioning = holds === 'data' ? [this.defineVersioning(bucket)] : [];
    new S3BucketLifecycleConfiguration(this, 'lifecycle-configuration', {
      bucket: bucket.id,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          // Parts of an upload that was never completed cost as much as objects, and no listing shows them.
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
          ...(holds === 'logs'
            ? { expiration: [{ days }] }
            : {
                noncurrentVersionExpiration: [{ noncurrentDays: days }],
                // What is left of a key that was deleted; days would expire data that nobody deleted.
                expiration: [{ expiredObjectDeleteMarker: true }],
              }),
        },
        ...(pendingPrefix === undefined ? [] : [expirePending(pendingPrefix)]),
      ],
      dependsOn: versioning,
    });
    this.name = bucket.bucket;
    this.arn = bucket.arn;
  }

  private defineVersioning(bucket: S3Bucket): S3BucketVersioningA {
    return new S3BucketVersioningA(this, 'versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
  }
}

function expirePending(prefix: string) {
  return {
    id: 'expire-pending',
    status: 'Enabled',
    filter: [{ prefix }],
    expiration: [{ days: 1 }],
    noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
  };
}

function refusePlainHttp(arn: string): Statement {
  return {
    Sid: 'RefusePlainHttp',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
