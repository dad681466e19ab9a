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

/** The bucket of all states. Neither a destroy nor a changed line removes it: the way there is in docs/bootstrap.md. */
export function defineStateBucket(scope: Construct, props: StateBucketProps): Bucket {
  const { owner, region, accountId, oldVersionsDays = 90 } = props;
  return new Bucket(scope, 'state', {
    name: bucketName({ ...owner, region }, 'state', accountId),
    holds: 'data',
    days: oldVersionsDays,
    removal: 'protect',
  });
}

/** An object that holds a state, and what may be done to it. */
export interface StateAccess {
  /** The bucket's name. */
  readonly bucket: string;
  /** The object's name. */
  readonly key: string;
  /** `read`: for a plan, which holds the lock meanwhile but leaves the state as it is. */
  readonly mode: 'read' | 'write';
}

/** What Terraform's S3 backend calls. */
export function stateStatements({ bucket, key, mode }: StateAccess): Statement[] {
  const object = `arn:aws:s3:::${bucket}/${key}`;
  return [
    // The names of all states: with a condition on them, S3 would say "forbidden" where there is no state yet.
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
    {
      Effect: 'Allow',
      Action: mode === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject'],
      Resource: [object],
    },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], Resource: [`${object}.tflock`] },
  ];
}
