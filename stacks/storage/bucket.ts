import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { denyPlainHttp, policyDocument, type Statement } from '../iam/policy';
import { lifecycleOf } from '../removal/lifecycle';
import { defineRetention, type RetentionProps } from './bucket-retention';

export interface BucketProps extends RetentionProps {
  /** The name of the bucket, which must be unique in all of AWS. `bucketName` returns such a name. */
  readonly name: string;
  /**
   * `destroy`: Terraform deletes the bucket with its objects. `protect`: Terraform refuses to delete the bucket, and AWS refuses while the
   * bucket contains objects.
   */
  readonly removal: Environment['removal'];
  /**
   * Returns additional statements of the bucket policy, which give other principals access to the bucket.
   * @param arn the ARN of the bucket
   * @default none: only roles of this account have access
   */
  readonly statements?: (arn: string) => readonly Statement[];
}

/** A private, encrypted S3 bucket that accepts only HTTPS. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** The bucket policy. Resources that write logs to the bucket must depend on it. Otherwise AWS rejects the delivery of logs. */
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, holds, removal, statements } = props;
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
    // Encryption with S3-managed keys (SSE-S3) is free. Load balancers cannot write to buckets that use any other encryption.
    new S3BucketServerSideEncryptionConfigurationA(this, 'server-side-encryption-configuration', {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' }, blockedEncryptionTypes: ['SSE-C'] }],
      // S3 itself blocks SSE-C in new buckets but not in older ones, and emulators of AWS ignore the argument. With version 6.25 of the AWS
      // provider, every plan would show this difference as a change. Terraform can only ignore the whole rule, because it is a set. So a
      // change of the rule in this file applies to new buckets only.
      // https://github.com/hashicorp/terraform-provider-aws/issues/47320
      lifecycle: { ignoreChanges: ['rule'] },
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policyDocument([
        denyPlainHttp('s3:*', [bucket.arn, `${bucket.arn}/*`]),
        ...(statements?.(bucket.arn) ?? []),
      ]),
      // S3 rejects simultaneous changes to the access settings of a bucket.
      dependsOn: [publicAccessBlock],
    });
    defineRetention(this, bucket, props);
    this.name = bucket.bucket;
    this.arn = bucket.arn;
  }
}
