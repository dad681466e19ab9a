import type { Construct } from 'constructs';
import type { Statement } from '../iam/policy';
import { bucketName } from '../names';
import { Bucket } from '../storage/bucket';
import type { Owner, StateBucketSettings } from './bootstrap';

export interface StateBucketProps extends StateBucketSettings {
  readonly owner: Owner;
  readonly region: string;
  readonly accountId: string;
}

/** Defines the bucket of all states. Terraform refuses to delete it; docs/bootstrap.md says how to delete it on purpose. */
export function defineStateBucket(scope: Construct, props: StateBucketProps): Bucket {
  const { owner, region, accountId, oldVersionsDays = 90 } = props;
  return new Bucket(scope, 'state', {
    name: bucketName({ ...owner, region }, 'state', accountId),
    holds: 'data',
    days: oldVersionsDays,
    removal: 'protect',
  });
}

/** Access to the S3 object of one state. */
export interface StateAccess {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The key of the object. */
  readonly key: string;
  /** `read` is for a plan, which locks the state and does not change it. */
  readonly mode: 'read' | 'write';
}

/** The permissions that Terraform's S3 backend needs. */
export function stateStatements({ bucket, key, mode }: StateAccess): Statement[] {
  const object = `arn:aws:s3:::${bucket}/${key}`;
  return [
    // Without a condition on the key: otherwise S3 returns 403 instead of 404 if the state does not exist yet.
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
    {
      Effect: 'Allow',
      Action: mode === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject'],
      Resource: [object],
    },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: [`${object}.tflock`] },
  ];
}
