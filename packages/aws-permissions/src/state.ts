import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/** The access that a command needs to one state in S3. */
export interface StateAccess {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The key of the S3 object. */
  readonly key: string;
  /** `outputs` only reads the state. `read` is for a plan, which also locks the state. `write` is for an apply. */
  readonly mode: 'outputs' | 'read' | 'write';
}

/** Returns the statements that Terraform's S3 backend needs for this access. */
export function stateStatements({ bucket, key, mode }: StateAccess): Statement[] {
  const object = `arn:aws:s3:::${bucket}/${key}`;
  return [
    // This statement has no condition on the key. With such a condition, S3 would return 403 instead of 404 if the state does not exist
    // yet.
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
    {
      Effect: 'Allow',
      Action: mode === 'write' ? ['s3:GetObject', 's3:PutObject'] : ['s3:GetObject'],
      Resource: [object],
    },
    ...(mode === 'outputs'
      ? []
      : [
          {
            Effect: 'Allow' as const,
            Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
            Resource: [`${object}.tflock`],
          },
        ]),
  ];
}

/** Returns the statements for the state of the stack itself. A state in a file or in Terraform Cloud needs no statements. */
export function ownStateStatements({ backend }: StackOwner, mode: StateAccess['mode']): Statement[] {
  return backend === undefined ? [] : stateStatements({ ...backend, mode });
}
