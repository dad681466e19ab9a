import type { Construct } from 'constructs';
import { bucketName } from '../names';
import { Bucket } from '../storage/bucket';
import type { Owner, StateBucketSettings } from './bootstrap';

export interface StateBucketProps extends StateBucketSettings {
  readonly owner: Owner;
  readonly region: string;
  readonly accountId: string;
}

/** Defines the S3 bucket of all states. Terraform refuses to delete it; docs/bootstrap.md says how to delete it on purpose. */
export function defineStateBucket(scope: Construct, props: StateBucketProps): Bucket {
  const { owner, region, accountId, oldVersionsDays = 90 } = props;
  return new Bucket(scope, 'state', {
    name: bucketName({ ...owner, region }, 'state', accountId),
    holds: 'data',
    days: oldVersionsDays,
    removal: 'protect',
  });
}
