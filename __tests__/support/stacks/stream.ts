import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { AppResource, resourceReference } from '../../../stacks/app-resources/app-resource';
import { physicalName } from '../../../stacks/names';
import type { AppResourceReference } from '../../../stacks/settings/resource-reference';
import { object } from '../../../stacks/settings/shape';

/** A kind of resource that `stacks/app-resources/` lacks: a Kinesis stream. It shows that one file is enough to add a kind of resource. */
export function stream(): AppResource {
  return new AppResource({
    kind: 'stream',
    settings: {},
    shape: object<Record<never, never>>({}),
    attributes: ['name'],
    name: (environment, part) => physicalName(environment, part, 128),
    arn: (name, { region, accountId }) => `arn:aws:kinesis:${region}:${accountId}:stream/${name}`,
    appActions: [{ actions: ['kinesis:PutRecord'] }],
    define: (scope, id, { name }) => {
      const created = new KinesisStream(scope, id, {
        name,
        streamModeDetails: { streamMode: 'ON_DEMAND' },
        encryptionType: 'KMS',
        kmsKeyId: 'alias/aws/kinesis',
      });
      return { attributes: { name: created.id }, data: new Map([[name, created]]) };
    },
  });
}

/** Returns a reference to the name of a stream in `resources`, for an environment variable of the app. */
export function streamName(name: string): AppResourceReference {
  return resourceReference(name, 'stream', 'name');
}
