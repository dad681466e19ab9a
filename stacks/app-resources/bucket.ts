import { bucketName as uniqueName } from '../names';
import type { AppResourceReference } from '../settings/resource-reference';
import { object, oneOf, optional } from '../settings/shape';
import { Bucket } from '../storage/bucket';
import { AppResource, resourceReference } from './app-resource';

/** The settings of a bucket in `resources`. */
export interface BucketSettings {
  /** What the app may do with the objects: `read`, or `read and write`, which includes deleting. @default 'read' */
  readonly app?: keyof typeof objectActions;
}

const objectActions = {
  read: ['s3:GetObject'],
  'read and write': ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
} as const;

/** For how many days a deleted or overwritten object can be restored. */
const restoreDays = 30;

/** Adds a private, encrypted S3 bucket with versioning, for example `resources: { reports: bucket() }`. */
export function bucket(settings: BucketSettings = {}): AppResource {
  return new AppResource({
    kind: 'bucket',
    settings,
    shape: object<BucketSettings>({ app: optional(oneOf('read', 'read and write')) }),
    attributes: ['name', 'arn'],
    name: uniqueName,
    arn: (name) => `arn:aws:s3:::${name}`,
    appActions: [{ actions: objectActions[settings.app ?? 'read'], suffix: '/*' }, { actions: ['s3:ListBucket'] }],
    define: (scope, id, { name, environment: { removal } }) => {
      const created = new Bucket(scope, id, { name, holds: 'data', days: restoreDays, removal });
      return { attributes: { name: created.name, arn: created.arn } };
    },
  });
}

/** Returns a reference to the name of a bucket in `resources`, for a variable in `app.environment`. */
export function bucketName(name: string): AppResourceReference {
  return resourceReference(name, 'bucket', 'name');
}
