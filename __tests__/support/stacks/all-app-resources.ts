import { bucket, bucketName } from '../../../stacks/app-resources/bucket';
import { queue, queueUrl } from '../../../stacks/app-resources/queue';
import { topic, topicArn } from '../../../stacks/app-resources/topic';
import type { AppSettings } from '../../../stacks/settings/app-settings';
import type { Changes } from './fixture-environment';
import { stream, streamName } from './stream';

/** A resource of every kind in `stacks/app-resources/`, and a stream, which is defined only in the tests. */
export const appResources = {
  jobs: queue({ app: 'send and receive' }),
  reports: bucket({ app: 'read and write' }),
  news: topic(),
  clicks: stream(),
} satisfies Changes['resources'];

/** Settings for the app of an environment that has `appResources`: variables and secrets of every kind, and a permission. */
export const appAdditions: AppSettings = {
  environment: {
    GREETING: 'a "text" with %{signs}, \\ and $' + '{expressions}',
    TABLE_ARN: { kind: 'table', attribute: 'arn' },
    LOG_GROUP: { kind: 'log-group', attribute: 'name' },
    QUEUE_URL: queueUrl('jobs'),
    REPORTS: bucketName('reports'),
    NEWS: topicArn('news'),
    STREAM: streamName('clicks'),
  },
  secrets: {
    API_KEY: {
      parameter: '/eight-digit/api-key',
      kmsKey: 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012',
    },
    TOKEN: { secret: 'eight-digit/one', key: 'token' },
    USER: { secret: 'eight-digit/one', key: 'user' },
  },
  permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }],
};
